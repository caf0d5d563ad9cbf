import { empty, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { Keyset } from './keyset.ts';

type List = {
  readonly columns: Sql;
  /** The name of the table; `columns` and `matches` may contain it. */
  readonly table: Sql;
  readonly matches: Sql;
  readonly page: Keyset;
};

/** The SQL of one page of the rows that match. */
export const listPage = ({ columns, table, matches, page }: List): Sql =>
  sql`SELECT ${columns} FROM ${table} WHERE ${matches} AND ${page.condition} ${page.orderBy} ${page.limit}`;

/** The most matches of a search that are sorted. */
const fewMatches = 1_000;

type Search = List & {
  /** The column of the index that finds the matches, if it is one index. */
  readonly indexed?: Sql;
};

/**
 * The SQL of one page of the rows that a search matches, in the order of a list. Up to 1,000 matches are read and
 * sorted; with more of them, the list is read in its order until a page of matches is met. Left to itself, PostgreSQL
 * chooses by the number of matches that it estimates from a random sample of the table, and may read the whole table in
 * the order of the list for some matches.
 */
export function searchPage({ indexed, ...list }: Search): Sql {
  const { table, matches } = list;
  const total = sql`(SELECT matches FROM total)`;
  const sorted = {
    ...list,
    table: sql`found AS ${table}`,
    matches: sql`${total} <= ${fewMatches}`,
  };
  const walked = { ...list, matches: sql`${total} > ${fewMatches} AND ${matches}` };
  return sql`
    WITH found AS MATERIALIZED (
        SELECT * FROM ${table} WHERE ${matches} ${indexed ? sql`ORDER BY ${indexed}` : empty}
        LIMIT ${fewMatches + 1}),
      total AS MATERIALIZED (SELECT count(*) AS matches FROM found)
    (${listPage(sorted)}) UNION ALL (${listPage(walked)})`;
}

import { empty, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { Keyset } from './keyset.ts';

/** The most matches of a search that are sorted. */
const fewMatches = 1_000;

type Search = {
  readonly columns: Sql;
  /** The name of the table; `columns` and `matches` may contain it. */
  readonly table: Sql;
  readonly matches: Sql;
  /** The column of the index that finds the matches, if it is one index. */
  readonly indexed?: Sql;
  readonly page: Keyset;
};

/**
 * The SQL of one page of the rows that a search matches, in the order of a list. Up to 1,000 matches are read and
 * sorted; with more of them, the list is read in its order until a page of matches is met. Left to itself, PostgreSQL
 * chooses by the number of matches that it estimates from a random sample of the table, and may read the whole table in
 * the order of the list for some matches.
 */
export const searchPage = ({ columns, table, matches, indexed, page }: Search): Sql => sql`
  WITH found AS MATERIALIZED (
      SELECT * FROM ${table} WHERE ${matches} ${indexed ? sql`ORDER BY ${indexed}` : empty}
      LIMIT ${fewMatches + 1}),
    total AS MATERIALIZED (SELECT count(*) AS matches FROM found)
  (SELECT ${columns} FROM found AS ${table}
    WHERE (SELECT matches FROM total) <= ${fewMatches} AND ${page.condition} ${page.orderBy} ${page.limit})
  UNION ALL
  (SELECT ${columns} FROM ${table}
    WHERE (SELECT matches FROM total) > ${fewMatches} AND ${matches} AND ${page.condition}
    ${page.orderBy} ${page.limit})`;

// The module that every generated client re-exports `Prisma.sql` from: fragments of all clients fit.
import { join, raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { PageRequest } from '@shop/domain';

/** A column of a list's sort key and the SQL type of its values. */
export type KeyColumn = {
  readonly column: Sql;
  readonly type: 'bigint' | 'char(3)' | 'float4' | 'integer' | 'text' | 'timestamptz' | 'uuid';
};

type KeysetRequest = PageRequest & {
  /** The order of the list; the last column is unique. */
  readonly columns: readonly KeyColumn[];
  /** Whether the list begins with the highest key. */
  readonly descending: boolean;
};

export type Keyset = {
  /** Holds for the rows beyond the cursor; for all rows without one. */
  readonly condition: Sql;
  /** `ORDER BY` in the direction of reading. */
  readonly orderBy: Sql;
  /** `LIMIT` one row more than the page, which tells whether the list continues. */
  readonly limit: Sql;
  /** The sort key of a row as an array of texts, which cursors are made of. */
  readonly key: Sql;
};

/**
 * The SQL of one page of a list. A page costs the same wherever it lies, and pages neither skip nor repeat
 * rows while others are added. `toPage` takes the rows.
 */
export function keyset({ columns, descending, cursor, backward, size }: KeysetRequest): Keyset {
  const falling = descending !== backward;
  const names = columns.map(({ column }) => column);
  const direction = raw(falling ? 'DESC' : 'ASC');
  return {
    condition: cursor
      ? sql`(${join(names)}) ${raw(falling ? '<' : '>')} (${join(valuesOf(columns, cursor))})`
      : sql`TRUE`,
    orderBy: sql`ORDER BY ${join(names.map((name) => sql`${name} ${direction}`))}`,
    limit: sql`LIMIT ${size + 1}`,
    key: sql`ARRAY[${join(columns.map(asText))}]`,
  };
}

const valuesOf = (columns: readonly KeyColumn[], cursor: readonly string[]): Sql[] =>
  columns.map(({ type }, n) => sql`${cursor[n]}::${raw(type)}`);

/** Times as `Date.toISOString` writes them. */
const asText = ({ column, type }: KeyColumn): Sql =>
  type === 'timestamptz'
    ? sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : sql`(${column})::text`;

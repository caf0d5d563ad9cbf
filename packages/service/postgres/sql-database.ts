import type pg from 'pg';
import type { SqlClient } from './sql-client.ts';
import { inTransaction } from './transaction.ts';

/**
 * A database without Prisma, whose share of the CPU is three quarters: for statements that run for every order.
 * Each statement is prepared once per connection.
 */
export type SqlDatabase = SqlClient & {
  /** Runs a statement that code has put together from a limited number of parts. Returns the rows. */
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs a statement without preparing it: of a list, whose parts depend on the filter, and whose plan on the values.
   * Returns the rows.
   */
  queryUnprepared<Row>(sql: { readonly text: string; readonly values: unknown[] }): Promise<Row[]>;
  /** Runs work in this transaction or, outside of one, in a new one that is rolled back when `work` throws. */
  transaction<T>(work: (transaction: SqlDatabase) => Promise<T>): Promise<T>;
};

type Statement = { readonly name: string; readonly text: string };

const byText = new Map<string, Statement>();
/** By their place in the code, whose strings JavaScript creates once. */
const byStrings = new WeakMap<TemplateStringsArray, Statement>();

function ofText(text: string): Statement {
  const known = byText.get(text);
  if (known) return known;
  const statement = { name: `sql_${byText.size}`, text };
  byText.set(text, statement);
  return statement;
}

function ofStrings(strings: TemplateStringsArray): Statement {
  const known = byStrings.get(strings);
  if (known) return known;
  const statement = ofText(strings.reduce((sql, part, n) => `${sql}$${n}${part}`));
  byStrings.set(strings, statement);
  return statement;
}

const database = (
  connection: pg.Pool | pg.PoolClient,
  transaction: (own: SqlDatabase) => SqlDatabase['transaction'],
): SqlDatabase => {
  const run = (statement: Statement, values: readonly unknown[]) =>
    connection.query({ ...statement, values: values as unknown[] });
  const own: SqlDatabase = {
    $queryRaw: async <T>(strings: TemplateStringsArray, ...values: unknown[]) =>
      (await run(ofStrings(strings), values)).rows as T,
    $executeRaw: async (strings, ...values) =>
      (await run(ofStrings(strings), values)).rowCount ?? 0,
    query: async <Row>(text: string, values: readonly unknown[]) =>
      (await run(ofText(text), values)).rows as Row[],
    queryUnprepared: async <Row>({ text, values }: { text: string; values: unknown[] }) =>
      (await connection.query({ text, values })).rows as Row[],
    transaction: (work) => transaction(own)(work),
  };
  return own;
};

/** Creates the database of a pool. */
export const createSqlDatabase = (pool: pg.Pool): SqlDatabase =>
  database(
    pool,
    () => (work) =>
      inTransaction(pool, (client) => work(database(client, (own) => (inner) => inner(own)))),
  );

import type pg from 'pg';
import { vi } from 'vitest';

/** Counts the statements that PostgreSQL receives, through this pool or any other, during `work`. */
export async function statementsOf(pool: pg.Pool, work: () => Promise<unknown>): Promise<number> {
  const client = await pool.connect();
  client.release();
  const spy = vi.spyOn(Object.getPrototypeOf(client), 'query');
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Sort Method'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
};

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/**
 * Collects the statistics of all rows of some tables, and lets nothing collect others: a plan does not depend on which
 * rows a random sample has.
 */
export async function analyzeAllRows(pool: pg.Pool, tables: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET default_statistics_target = 10000');
    for (const table of tables) {
      await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
      // On its own: VACUUM runs in no transaction. It also writes out what a search index has pending.
      await client.query(`VACUUM ANALYZE ${table}`);
    }
  } finally {
    client.release(true);
  }
}

/**
 * Runs `work` while PostgreSQL has no statistics of the values in a table, as if its sample had missed what a query asks
 * for. Collects those of all rows afterwards.
 */
export async function withoutStatistics(
  pool: pg.Pool,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  await pool.query(
    `SELECT pg_clear_attribute_stats(schemaname, tablename, attname, inherited) FROM pg_stats
     WHERE tablename = $1 OR tablename IN (SELECT indexname FROM pg_indexes WHERE tablename = $1)`,
    [table],
  );
  try {
    await work();
  } finally {
    await analyzeAllRows(pool, [table]);
  }
}

/** Runs a query and returns its plan: the nodes that ran, tables scanned in full, indexes used, rows read from tables. */
export async function explain(
  pool: pg.Pool,
  { text, values }: { text: string; values: unknown[] },
) {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    values,
  );
  const nodes = rows
    .flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan))
    .filter((node) => node['Actual Loops'] > 0);
  return {
    nodes,
    scanned: nodes
      .filter((node) => node['Node Type'].endsWith('Seq Scan'))
      .map((node) => node['Relation Name']),
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    rowsRead: nodes
      .filter((node) => node['Relation Name'] !== undefined)
      .map((node) => {
        const rowsOfLoop = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
        return rowsOfLoop * node['Actual Loops'];
      })
      .reduce((sum, count) => sum + count, 0),
  };
}

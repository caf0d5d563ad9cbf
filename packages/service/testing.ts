import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@shop/schema';
import express, { type Express } from 'express';
import pg from 'pg';
import { inject, vi } from 'vitest';
import { notFound, serverError } from './http-errors.ts';
import { createLog } from './log.ts';

export { subgraphSchema } from './subgraph-schema.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database for one test file: empty, or with the tables of a service. */
export async function createTestDatabase(service?: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`CREATE DATABASE ${name}${service ? ` TEMPLATE template_${service}` : ''}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Waits for a condition. Throws after `deadlineMs`, naming what did not happen. */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await sleep(10);
  }
}

/** Codes and field paths of the refusal that work ends with, such as `SKU_TAKEN variants 0 sku`. */
export async function refusalOf(work: () => unknown): Promise<string[]> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
  }
  throw new Error('it was not refused');
}

/** How many statements PostgreSQL gets through this pool, or any other, while something is done. */
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

/** Runs a query: its plan, the tables it went through from end to end, its indexes, and how many rows it read of a table. */
export async function explain(
  pool: pg.Pool,
  { text, values }: { text: string; values: unknown[] },
) {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    values,
  );
  const nodes = rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
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

/** Serves routes over real HTTP, with the errors of every process; `logged` are lines of its log. */
export async function startTestApp(serve: (service: { readonly app: Express }) => void) {
  const logged: string[] = [];
  const app = express();
  serve({ app });
  app.use(notFound, serverError(createLog('test', 'info', { write: (l) => void logged.push(l) })));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logged,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import type pg from 'pg';
import { activeSpan, inSpan } from './span.ts';

type Query = (...args: readonly unknown[]) => unknown;

/**
 * Makes the queries of a pool and of its connections spans of the trace in which they run. Statements have parameters
 * in place of values, so their text may be exported.
 */
export function traceQueries(pool: pg.Pool, databaseUrl: string): void {
  const { hostname, pathname } = new URL(databaseUrl);
  const database = { 'db.namespace': pathname.slice(1), 'server.address': hostname };

  const traced =
    (query: Query): Query =>
    (...args) => {
      // With a callback the pool runs a query of its own, which is traced already.
      if (!activeSpan() || typeof args.at(-1) === 'function') return query(...args);
      const text = textOf(args[0]);
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text, ...database };
      return inSpan({ name: summaryOf(text), kind: 'client', attributes }, async () =>
        query(...args),
      );
    };
  const trace = (target: pg.Pool | pg.PoolClient) => {
    target.query = traced(target.query.bind(target) as Query) as typeof target.query;
  };
  trace(pool);
  pool.on('connect', trace);
}

const textOf = (query: unknown): string =>
  typeof query === 'string' ? query : String((query as { text?: unknown } | undefined)?.text ?? '');

/** Returns the verb of a statement and its first table: `INSERT outbox`. */
function summaryOf(text: string): string {
  const [verb = 'query'] =
    /\b(?:INSERT|UPDATE|DELETE|SELECT)\b/i.exec(text) ?? /\w+/.exec(text) ?? [];
  const [, table] = /\b(?:INTO|UPDATE|FROM)\s+(?:"?public"?\.)?"?(\w+)/i.exec(text) ?? [];
  return table ? `${verb.toUpperCase()} ${table}` : verb.toUpperCase();
}

import type pg from 'pg';
import { watchPool } from './metrics/watch-pool.ts';
import { createPool } from './postgres/pool.ts';
import type { Service } from './service.ts';
import { traceQueries } from './telemetry/trace-queries.ts';

/** The database of a service. */
export type Database = { readonly url: string; readonly pool: pg.Pool };

/** Opens the database of a service: readiness checks its pool, metrics watch it, and shutdown closes it. */
export function openDatabase(
  service: Pick<Service, 'log' | 'metrics' | 'onStop' | 'readyWhen' | 'tracer'>,
  url: string,
): Database {
  const pool = createPool(url, service.log);
  watchPool(service.metrics, pool);
  if (service.tracer) traceQueries(pool, url);
  service.onStop('database', () => pool.end());
  service.readyWhen('database', () => pool.query('SELECT 1'));
  return { url, pool };
}

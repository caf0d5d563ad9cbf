import type pg from 'pg';
import { watchPool } from './metrics/watch-pool.ts';
import { createPool } from './postgres/pool.ts';
import type { Service } from './service.ts';

/** The database of a service. */
export type Database = { readonly url: string; readonly pool: pg.Pool };

/** Opens the database of a service: readiness checks its pool, metrics watch it, and shutdown closes it. */
export function openDatabase(
  service: Pick<Service, 'log' | 'metrics' | 'onStop' | 'readyWhen'>,
  url: string,
): Database {
  const pool = createPool(url, service.log);
  watchPool(service.metrics, pool);
  service.onStop('database', () => pool.end());
  service.readyWhen('database', () => pool.query('SELECT 1'));
  return { url, pool };
}

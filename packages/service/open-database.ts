import type pg from 'pg';
import { createPool } from './postgres/pool.ts';
import type { Service } from './service.ts';

/** The database of a service. */
export type Database = { readonly url: string; readonly pool: pg.Pool };

/** Opens the database of a service: readiness checks its pool, and shutdown closes it. */
export function openDatabase(
  service: Pick<Service, 'log' | 'onStop' | 'readyWhen'>,
  url: string,
): Database {
  const pool = createPool(url, service.log);
  service.onStop('database', () => pool.end());
  service.readyWhen('database', () => pool.query('SELECT 1'));
  return { url, pool };
}

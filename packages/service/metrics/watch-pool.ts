import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';

type Pool = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount' | 'options'>;

/** Registers gauges of the connections of a pool, and of the work that waits for one. */
export function watchPool(registry: Registry, pool: Pool): void {
  const registers = [registry];
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections to the database by state: busy, idle.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
    },
  });
  new Gauge({
    name: 'database_pool_connections_max',
    help: 'Connections to the database at most.',
    registers,
  }).set(pool.options.max);
  new Gauge({
    name: 'database_pool_waiting',
    help: 'Queries and transactions that wait for a connection to the database.',
    registers,
    collect() {
      this.set(pool.waitingCount);
    },
  });
}

import { createTestDatabase } from '@shop/testing';
import pg from 'pg';
import { silentLog } from '../log.ts';
import { createPostgresBus, type PostgresBusOptions } from '../postgres/postgres-bus.ts';
import { type ConnectOptions, type Driver, retryDelaysMs } from './bus-fixture.ts';

export type PostgresDriver = Driver & {
  connect(
    options?: ConnectOptions & Pick<PostgresBusOptions, 'leaseMs' | 'pollMs'>,
  ): ReturnType<Driver['connect']>;
};

/** Opens a database of its own for the contract suite. */
export async function createPostgresDriver(): Promise<PostgresDriver> {
  const database = await createTestDatabase();
  const { url } = database;
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined);
  return {
    url,
    env: { CRASHING_CONSUMER_POSTGRES_URL: url },
    connect: async (options) =>
      createPostgresBus({ url, log: silentLog, retryDelaysMs, ...options }),
    async putGarbage(queue) {
      await pool.query(
        `INSERT INTO bus.message (queue, id, type, key, body) VALUES ($1, 'garbage', '', '', 'rubbish')`,
        [queue],
      );
    },
    async takeEventName(queue) {
      const sql = 'DELETE FROM bus.message WHERE queue = $1 RETURNING event';
      return (await pool.query(sql, [queue])).rows[0]?.event;
    },
    async remove(queues) {
      await pool.query('DELETE FROM bus.message WHERE queue = ANY($1)', [queues]);
      await pool.query('DELETE FROM bus.binding WHERE queue = ANY($1)', [queues]);
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createTcpProxy, until } from '@shop/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { createPostgresBus } from '../postgres/postgres-bus.ts';
import { useBusFixture } from './bus-contract.ts';
import { type Driver, message } from './bus-fixture.ts';

/** The behaviour of the PostgreSQL driver only: leases, NOTIFY, terminated connections. */
export function describePostgres(open: () => Promise<Driver>): void {
  describe('PostgreSQL', () => {
    const fixture = useBusFixture(open);
    let pool: pg.Pool;
    beforeAll(() => {
      pool = new pg.Pool({ connectionString: fixture.driver.url });
      pool.on('error', () => undefined);
    });
    afterAll(() => pool.end());

    /** Sends one message after the other; with polling alone each takes up to a second. */
    async function sendOneByOne(count: number, got: readonly string[]): Promise<number> {
      const startedAt = performance.now();
      for (let n = 0; n < count; n++) {
        const sent = message(fixture.type);
        await fixture.bus.publish(sent);
        await until('the delivery', () => got.includes(sent.id));
      }
      return performance.now() - startedAt;
    }

    it('NOTIFY wakes a subscription, also after all its connections were terminated', async () => {
      const got: string[] = [];
      await fixture.bus.subscribe(fixture.queue, async ({ id }) => void got.push(id));
      expect(await sendOneByOne(8, got)).toBeLessThan(3_000);
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await until('new connections', () =>
        fixture.bus.publish(message(fixture.type)).then(
          () => true,
          () => false,
        ),
      );
      await until('a new LISTEN', async () => {
        const { rowCount } = await pool.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
        );
        return rowCount === 1;
      });
      expect(await sendOneByOne(8, got)).toBeLessThan(3_000);
    });

    it('a message that was handled while the database was unavailable is not handled again', async () => {
      const { url } = fixture.driver;
      const proxy = await createTcpProxy(url);
      // The lease is so long that a second handling could come only from its expiry.
      const distant = createPostgresBus({ url: proxy.url, log: silentLog, leaseMs: 20_000 });
      let done = 0;
      let started = false;
      await distant.subscribe(fixture.queue, async () => {
        started = true;
        await sleep(100);
        done++;
      });
      await fixture.bus.publish(message(fixture.type));
      await until('the handler to start', () => started);
      await proxy.cut();
      await until('the handler to finish', () => done === 1);
      await proxy.restore();
      await until('the outcome to be stored', async () => {
        return (await fixture.bus.depth(fixture.queue)).pending === 0;
      });
      expect(done).toBe(1);
      await distant.close();
      await proxy.cut();
    });

    it('a message is stored once however often it is published', async () => {
      const sent = message(fixture.type);
      for (let n = 0; n < 3; n++) await fixture.bus.publish(sent);
      expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
    });

    it('a broadcast subscription reconnects when its network stops responding', async () => {
      const proxy = await createTcpProxy(fixture.driver.url);
      const distant = await fixture.connect(proxy.url);
      const got: string[] = [];
      let connections = 0;
      distant.subscribeBroadcast([fixture.type], {
        handle: ({ id }) => void got.push(id),
        onConnected: () => void connections++,
      });
      await until('the subscription', () => connections === 1);
      proxy.stall();
      await until('the subscription after the stall', () => connections === 2);
      const sent = message(fixture.type);
      await fixture.bus.publish(sent);
      await until('the later message', () => got.includes(sent.id));
      await distant.close();
      await proxy.cut();
    });

    it('broadcasts are stored only for types with a subscriber, and deleted after minutes', async () => {
      const stored = async () => (await pool.query('SELECT type FROM bus.broadcast_message')).rows;
      const only = `${fixture.type}only`;
      let connected = false;
      fixture.bus.subscribeBroadcast([only], {
        handle: () => undefined,
        onConnected: () => {
          connected = true;
        },
      });
      await until('the subscription', () => connected);
      await pool.query('DELETE FROM bus.broadcast_message');
      await fixture.bus.publish(message(fixture.type));
      await fixture.bus.publish(message(only));
      expect(await stored()).toEqual([{ type: only }]);
      await pool.query(`UPDATE bus.broadcast_message SET published_at = now() - interval '6 min'`);
      await until('the deletion', async () => (await stored()).length === 0);
    });
  });
}

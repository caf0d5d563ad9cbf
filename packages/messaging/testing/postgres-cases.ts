import { createTcpProxy, until } from '@shop/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventBus } from '../bus.ts';
import { createGate, message, publishUntilAccepted, useBusFixture } from './bus-fixture.ts';
import type { PostgresDriver } from './postgres-driver.ts';

/** The behaviour of the PostgreSQL driver only: leases, NOTIFY, terminated connections. */
export function describePostgres(open: () => Promise<PostgresDriver>): void {
  describe('PostgreSQL', () => {
    const fixture = useBusFixture(open);
    let pool: pg.Pool;
    beforeAll(() => {
      pool = new pg.Pool({ connectionString: fixture.driver.url });
      pool.on('error', () => undefined);
    });
    afterAll(() => pool.end());

    it('NOTIFY wakes a subscription, also after all its connections were terminated', async () => {
      const got: string[] = [];
      // It polls so rarely that every message in time is due to a NOTIFY.
      const bus = await fixture.connect({ pollMs: 600_000 });
      await bus.subscribe(fixture.queue, async ({ id }) => void got.push(id));
      await sendOneByOne(fixture.bus, 8, got);
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await publishUntilAccepted(fixture.bus, message(fixture.type));
      await until('a new LISTEN', async () => {
        const { rowCount } = await pool.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`,
        );
        return rowCount === 1;
      });
      await sendOneByOne(fixture.bus, 8, got);
    });

    /** Sends one message after the other and waits for each. */
    async function sendOneByOne(bus: EventBus, count: number, got: readonly string[]) {
      for (let n = 0; n < count; n++) {
        const sent = message(fixture.type);
        await publishUntilAccepted(bus, sent);
        await until('the delivery', () => got.includes(sent.id));
      }
    }

    it('a lease is renewed while its message is handled', async () => {
      const end = createGate();
      let deliveries = 0;
      const bus = await fixture.connect({ leaseMs: 3_000 });
      await bus.subscribe(fixture.queue, async () => {
        deliveries++;
        await end.opened;
      });
      const leaseEnd = async (): Promise<Date | undefined> => {
        const sql = 'SELECT lease_until FROM bus.message WHERE queue = $1 AND lease IS NOT NULL';
        return (await pool.query(sql, [fixture.queue])).rows[0]?.lease_until;
      };
      await fixture.bus.publish(message(fixture.type));
      const first = await until('a lease', leaseEnd);
      await until('its renewal', async () => ((await leaseEnd()) ?? first) > first);
      end.open();
      await until('the handler to finish', async () => (await leaseEnd()) === undefined);
      expect(deliveries).toBe(1);
    });

    it('a message that was handled while the database was unavailable is not handled again', async () => {
      const proxy = await createTcpProxy(fixture.driver.url);
      // The default lease is so long that a second handling could come only from its expiry.
      const distant = await fixture.connect({ url: proxy.url });
      let done = 0;
      let started = false;
      const cut = createGate();
      await distant.subscribe(fixture.queue, async () => {
        started = true;
        await cut.opened;
        done++;
      });
      await fixture.bus.publish(message(fixture.type));
      await until('the handler to start', () => started);
      await proxy.cut();
      cut.open();
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
      const distant = await fixture.connect({ url: proxy.url, timeoutMs: 2_000 });
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
      // A subscriber deletes old broadcasts whenever it renews its subscription, once in each timeout.
      const bus = await fixture.connect({ timeoutMs: 2_000 });
      bus.subscribeBroadcast([only], {
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

import { setTimeout as sleep } from 'node:timers/promises';
import { createTcpProxy, until } from '@shop/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { createPostgresBus } from '../postgres/postgres-bus.ts';
import { setStage } from './contract.ts';
import { type Driver, message } from './stage.ts';

/** What is particular to a bus in a database: leases, NOTIFY, connections that an administrator ends. */
export function describePostgres(open: () => Promise<Driver>): void {
  describe('PostgreSQL', () => {
    const stage = setStage(open);
    let pool: pg.Pool;
    beforeAll(() => {
      pool = new pg.Pool({ connectionString: stage.driver.url });
      pool.on('error', () => undefined);
    });
    afterAll(() => pool.end());

    /** Sends one message after the other; with the poll alone each would take up to a second. */
    async function sendOneByOne(count: number, got: readonly string[]): Promise<number> {
      const startedAt = performance.now();
      for (let n = 0; n < count; n++) {
        const sent = message(stage.type);
        await stage.bus.publish(sent);
        await until('its arrival', () => got.includes(sent.id));
      }
      return performance.now() - startedAt;
    }

    it('is woken by NOTIFY, also after all its connections were ended', async () => {
      const got: string[] = [];
      await stage.bus.subscribe(stage.queue, async ({ id }) => void got.push(id));
      expect(await sendOneByOne(8, got)).toBeLessThan(3_000);
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await until('connections to be back', () =>
        stage.bus.publish(message(stage.type)).then(
          () => true,
          () => false,
        ),
      );
      await until('LISTEN to be back', async () => {
        const { rowCount } = await pool.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
        );
        return rowCount === 1;
      });
      expect(await sendOneByOne(8, got)).toBeLessThan(3_000);
    });

    it('does not do again what was done while the database was away', async () => {
      const { url } = stage.driver;
      const proxy = await createTcpProxy(url);
      // A lease so long that a second handling could only come from its end.
      const distant = createPostgresBus({ url: proxy.url, log: silentLog, leaseMs: 20_000 });
      let done = 0;
      let started = false;
      await distant.subscribe(stage.queue, async () => {
        started = true;
        await sleep(100);
        done++;
      });
      await stage.bus.publish(message(stage.type));
      await until('it to be handled', () => started);
      await proxy.cut();
      await until('its end', () => done === 1);
      await proxy.restore();
      await until('the outcome to be stored', async () => {
        return (await stage.bus.depth(stage.queue)).pending === 0;
      });
      expect(done).toBe(1);
      await distant.close();
      await proxy.cut();
    });

    it('stores a message once however often it is published', async () => {
      const sent = message(stage.type);
      for (let n = 0; n < 3; n++) await stage.bus.publish(sent);
      expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
    });

    it('finds out that its listeners have a network that went silent', async () => {
      const proxy = await createTcpProxy(stage.driver.url);
      const distant = await stage.connect(proxy.url);
      const got: string[] = [];
      let connections = 0;
      distant.listen([stage.type], {
        handle: ({ id }) => void got.push(id),
        onConnected: () => void connections++,
      });
      await until('it to hear', () => connections === 1);
      proxy.stall();
      await until('it to hear again', () => connections === 2);
      const sent = message(stage.type);
      await stage.bus.publish(sent);
      await until('the later one', () => got.includes(sent.id));
      await distant.close();
      await proxy.cut();
    });

    it('keeps broadcasts for minutes, and only those that somebody listens for', async () => {
      const stored = async () => (await pool.query('SELECT type FROM bus.broadcast')).rows;
      const only = `${stage.type}only`;
      let connected = false;
      stage.bus.listen([only], {
        handle: () => undefined,
        onConnected: () => {
          connected = true;
        },
      });
      await until('it to hear', () => connected);
      await pool.query('DELETE FROM bus.broadcast');
      await stage.bus.publish(message(stage.type));
      await stage.bus.publish(message(only));
      expect(await stored()).toEqual([{ type: only }]);
      await pool.query(`UPDATE bus.broadcast SET said_at = now() - interval '6 min'`);
      await until('it to be gone', async () => (await stored()).length === 0);
    });
  });
}

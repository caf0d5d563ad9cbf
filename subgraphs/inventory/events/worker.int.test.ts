import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createBus, type EventBus, silentLog } from '@shop/messaging';
import { freePort } from '@shop/service/ports';
import {
  createTcpProxy,
  createTestDatabase,
  createTestPool,
  type TcpProxy,
  type TestDatabase,
  until,
} from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const example = new URL('../../../schema/events/examples/product.created.v1.json', import.meta.url);

describe('the inventory worker', () => {
  let own: TestDatabase;
  let busDatabase: TestDatabase;
  let proxy: TcpProxy;
  let bus: EventBus;
  let worker: ChildProcess;
  let base: string;

  beforeAll(async () => {
    [own, busDatabase] = await Promise.all([createTestDatabase('inventory'), createTestDatabase()]);
    proxy = await createTcpProxy(busDatabase.url);
    bus = await createBus({ driver: 'postgres', url: busDatabase.url }, silentLog);
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    worker = spawn(
      process.execPath,
      ['--import', 'tsx', new URL('../worker.ts', import.meta.url).pathname],
      {
        env: {
          PATH: process.env['PATH'],
          INVENTORY_DATABASE_URL: own.url,
          BUS_DATABASE_URL: proxy.url,
          HOST: '127.0.0.1',
          PORT: '0',
          METRICS_PORT: String(port),
          LOG_LEVEL: 'fatal',
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    await until('it to be ready', async () => (await ready()).status === 200);
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await bus.close();
    await proxy.cut();
    await Promise.all([own.drop(), busDatabase.drop()]);
  });

  async function ready(): Promise<{ status: number; failed: string[] }> {
    try {
      const response = await fetch(`${base}/health/ready`);
      const { failed } = (await response.json()) as { failed: string[] };
      return { status: response.status, failed };
    } catch {
      return { status: 0, failed: [] };
    }
  }

  /** Returns the samples of a scrape, without the label `service` that every metric has. */
  async function scrape(): Promise<Record<string, number>> {
    const text = await (await fetch(`${base}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      lines.map((line) => {
        const [, name = '', value = ''] = /^(.+) (\S+)$/.exec(line) ?? [];
        return [
          name
            .replace(/,?service="[^"]*"/, '')
            .replace('{,', '{')
            .replace('{}', ''),
          Number(value),
        ];
      }),
    );
  }

  /** A gauge that took longer than its time limit is NaN in that scrape. */
  const untilScraped = (expected: Record<string, number>) =>
    until(`the samples ${JSON.stringify(expected)}`, async () => {
      const samples = await scrape();
      return Object.entries(expected).every(([name, value]) => samples[name] === value);
    });

  it('the worker measures the events that it publishes and handles', async () => {
    const event = { ...JSON.parse(readFileSync(example, 'utf8')), id: randomUUID() };
    const body = JSON.stringify(event);
    await bus.publish({ id: event.id, type: event.type, key: event.subject, body });
    await bus.sendTo('inventory.orders', [
      { id: randomUUID(), type: 'order.created.v1', key: 'k', body: '{}' },
    ]);
    await until('both to be handled', async () => {
      const depths = ['inventory.catalogue', 'inventory.orders'].map((queue) => bus.depth(queue));
      return (await Promise.all(depths)).every(({ pending }) => pending === 0);
    });
    await untilScraped({
      'events_handled_total{queue="inventory.catalogue",outcome="done"}': 1,
      'events_handled_total{queue="inventory.orders",outcome="refused"}': 1,
      'event_handle_seconds_count{queue="inventory.catalogue"}': 1,
      'dead_letters{queue="inventory.orders"}': 1,
      'dead_letters{queue="inventory.catalogue"}': 0,
      'queue_depth{queue="inventory.orders"}': 0,
      outbox_unpublished: 0,
      outbox_lag_seconds: 0,
    });
  });

  it('the worker reports the lag of its outbox and names the bus while the bus is unavailable', async () => {
    await proxy.cut();
    await until('it to name the bus', async () => (await ready()).failed.join() === 'bus');
    const pool = createTestPool(own.url);
    await pool.query(
      `INSERT INTO outbox (id, type, subject, event, created_at)
       VALUES (gen_random_uuid(), 'stock.changed.v1', 's', '{}', now() - interval '1 minute')`,
    );
    await pool.end();
    await untilScraped({ outbox_unpublished: 1 });
    const duringOutage = await scrape();
    expect(duringOutage['outbox_lag_seconds']).toBeGreaterThan(59);
    expect(duringOutage['queue_depth{queue="inventory.orders"}']).toBeNaN();

    await proxy.restore();
    await until('it to be ready again', async () => (await ready()).status === 200);
    await until('its event', async () => (await scrape())['outbox_unpublished'] === 0);
    await untilScraped({
      'events_published_total{type="stock.changed.v1"}': 1,
      outbox_lag_seconds: 0,
    });
  });
});

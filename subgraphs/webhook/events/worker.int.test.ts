import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import type { ShopEvent } from '@shop/schema';
import { type BusAddress, busVariable } from '@shop/service/env';
import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import {
  createTestDatabase,
  createTestPool,
  startSpanReceiver,
  startWebhookReceiver,
  type TestDatabase,
  until,
} from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEndpointStore } from '../prisma/endpoint-store.ts';
import { newEndpoint, newOrderUpdated, secretKeyText } from '../testing/fixtures.ts';
import { createBindEvents } from './bind-events.ts';

// On RabbitMQ its queue is that of the shop that the end-to-end tests run at the same time; e2e/webhooks covers that bus.
describe('the worker of webhooks', () => {
  let database: TestDatabase;
  let busDatabase: TestDatabase;
  let pool: Pool;
  let bus: EventBus;
  let address: BusAddress;
  const cleanups: (() => unknown)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase('webhook');
    busDatabase = await createTestDatabase();
    pool = createTestPool(database.url);
    address = { driver: 'postgres', url: busDatabase.url };
    bus = await createBus(address, silentLog);
    await declareAll(bus);
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    await bus.close();
    await pool.end();
    await Promise.all([database.drop(), busDatabase.drop()]);
  });

  /** Starts a worker in a process of its own. */
  function startWorker(variables: Readonly<Record<string, string>> = {}): ChildProcess {
    const file = fileURLToPath(new URL('../worker.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      env: {
        ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
        ...{ WEBHOOK_DATABASE_URL: database.url, WEBHOOK_SECRET_KEY: secretKeyText },
        ...{ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8', ...busVariable(address) },
        ...variables,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    cleanups.push(async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    });
    return child;
  }

  /** Registers an endpoint as the graph does. */
  async function register(url: string): Promise<string> {
    const { id, events } = newEndpoint({ url });
    await createBindEvents(bus)(events);
    await createEndpointStore(createSqlDatabase(pool)).add(newEndpoint({ id, url }));
    return id;
  }

  async function startReceiver(respond?: Parameters<typeof startWebhookReceiver>[0]) {
    const receiver = await startWebhookReceiver(respond);
    cleanups.push(receiver.close);
    return receiver;
  }

  const messageOf = (event: ShopEvent) => ({
    ...{ id: event.id, type: event.type, key: event.subject, body: JSON.stringify(event) },
  });
  const statuses = async () =>
    (await pool.query('SELECT status, attempts FROM deliveries')).rows as object[];

  it('a bound event is delivered once although the bus delivers it twice, and one without an endpoint never', async () => {
    const receiver = await startReceiver();
    const before = newOrderUpdated();
    await bus.publish(messageOf(before));
    await register(receiver.url);
    const event = newOrderUpdated();
    await bus.publish(messageOf(event));
    startWorker();
    await until('the delivery', () => receiver.received.length > 0);
    await bus.sendTo('webhook.events', [messageOf(event)]);
    const last = newOrderUpdated();
    await bus.publish(messageOf(last));
    await until('the last delivery', () => receiver.received.length > 1);
    const pending = async () => (await bus.depth('webhook.events')).pending;
    await until('the queue to be empty', async () => (await pending()) === 0);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([event.id, last.id]);
    const delivered = { status: 'DELIVERED', attempts: 1 };
    await until('both to be recorded', async () =>
      (await statuses()).every((row) => (row as { status: string }).status === 'DELIVERED'),
    );
    expect(await statuses()).toEqual([delivered, delivered]);
  });

  it('a worker killed between sending and recording repeats the delivery with the same id', async () => {
    const blocker = await pool.connect();
    const receiver = await startReceiver(async ({ length }) => {
      if (length === 1) {
        await blocker.query('BEGIN');
        await blocker.query('SELECT FROM deliveries FOR UPDATE');
      }
      return { status: 200 };
    });
    await register(receiver.url);
    const event = newOrderUpdated();
    await bus.publish(messageOf(event));
    const first = startWorker();
    const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND query ILIKE '%UPDATE deliveries%'`;
    const isWaiting = async () => (await pool.query(waiting)).rowCount === 1;
    await until('the worker to record the delivery', isWaiting);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await pool.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS waiting`);
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await statuses()).toEqual([{ status: 'PENDING', attempts: 1 }]);

    // Ends the claim of the dead worker.
    await pool.query('UPDATE deliveries SET next_attempt_at = now()');
    startWorker();
    await until('the repetition', () => receiver.received.length === 2);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([event.id, event.id]);
    const expected = [{ status: 'DELIVERED', attempts: 2 }];
    await until(
      'it to be recorded',
      async () => JSON.stringify(await statuses()) === JSON.stringify(expected),
    );
  });

  it('an event continues the trace of its cause, and hours later a trace of its own with a link to it', async () => {
    const spans = await startSpanReceiver();
    cleanups.push(spans.close);
    const receiver = await startReceiver();
    await register(receiver.url);
    const [before, now] = ['a', 'b'].map((digit) => digit.repeat(32)) as [string, string];
    const contextOf = (traceId: string) => `00-${traceId}-${'c'.repeat(16)}-01`;
    const hoursAgo = new Date(Date.now() - 6 * 3_600_000).toISOString();
    const late = { ...newOrderUpdated(), time: hoursAgo, traceparent: contextOf(before) };
    const fresh = { ...newOrderUpdated(), traceparent: contextOf(now) };
    for (const event of [late, fresh]) await bus.publish(messageOf(event));
    startWorker({
      OTEL_EXPORTER_OTLP_ENDPOINT: spans.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    });
    const spanOf = (name: string, event: ShopEvent) =>
      until(`the span ${name}`, () =>
        spans.spans.find(
          (span) => span.name === name && span.attributes['cloudevents.event_id'] === event.id,
        ),
      );

    const [handledLate, handledNow] = [
      await spanOf('process webhook.events', late),
      await spanOf('process webhook.events', fresh),
    ];
    expect(handledLate).toMatchObject({
      ...{ service: 'webhook-worker', kind: 'consumer', parentSpanId: '' },
      links: [{ traceId: before, spanId: 'c'.repeat(16) }],
    });
    expect([before, now]).not.toContain(handledLate.traceId);
    expect(handledNow).toMatchObject({ traceId: now, parentSpanId: 'c'.repeat(16), links: [] });
    for (const [event, handled] of [
      [late, handledLate],
      [fresh, handledNow],
    ] as const) {
      const { traceId, spanId: parentSpanId } = handled;
      expect(await spanOf('deliver webhook', event)).toMatchObject({ traceId, parentSpanId });
    }
    expect(receiver.received.map(({ headers }) => headers['traceparent'])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

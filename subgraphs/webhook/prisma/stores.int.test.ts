import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import {
  createTestDatabase,
  createTestPool,
  refusalOf,
  type TestDatabase,
  until,
} from '@shop/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliverEvents } from '../domain/deliver-events.ts';
import { disableWebhookEndpoint } from '../domain/disable-webhook-endpoint.ts';
import { enableWebhookEndpoint } from '../domain/enable-webhook-endpoint.ts';
import type { DeliveryLog, DeliveryQueue, EndpointStore } from '../domain/ports.ts';
import { newDelivery, newEndpoint, newOrderUpdated } from '../testing/fixtures.ts';
import { createDeliveryLog } from './delivery-log.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { createEndpointStore } from './endpoint-store.ts';

let database: TestDatabase;
let pool: Pool;
let endpoints: EndpointStore;
let log: DeliveryLog;
let queue: DeliveryQueue;
beforeAll(async () => {
  database = await createTestDatabase('webhook');
  pool = createTestPool(database.url);
  const sql = createSqlDatabase(pool);
  endpoints = createEndpointStore(sql);
  log = createDeliveryLog(sql);
  queue = createDeliveryQueue(sql);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query('DELETE FROM endpoints');
});

const leaseMs = 60_000;
const claim = () => queue.claim(5, new Map(), leaseMs);
const pageOf = (endpointId: string, size = 10) =>
  log.page(endpointId, undefined, { size, backward: false, cursor: undefined });
const later = { status: 'PENDING', nextAttemptAt: new Date(Date.now() + 3_600_000) } as const;

describe('endpoints', () => {
  it('an endpoint is read as it was saved, and removed with its deliveries', async () => {
    const endpoint = await endpoints.add(newEndpoint({ events: ['ORDER_CREATED', 'STOCK_LOW'] }));
    expect(await endpoints.byId(endpoint.id)).toEqual(endpoint);
    expect(await endpoints.all()).toEqual([endpoint]);
    await log.add(newDelivery(endpoint.id));
    await endpoints.remove(endpoint.id);
    expect(await endpoints.byId(endpoint.id)).toBeUndefined();
    expect(await refusalOf(() => endpoints.remove(endpoint.id))).toEqual(['NOT_FOUND endpointId']);
    expect(await log.count(endpoint.id, undefined)).toBe(0);
  });

  it('the 21st endpoint is refused, also when several are registered at once', async () => {
    await Promise.all(Array.from({ length: 19 }, () => endpoints.add(newEndpoint())));
    const results = await Promise.allSettled([1, 2, 3].map(() => endpoints.add(newEndpoint())));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(() => endpoints.add(newEndpoint()))).toEqual(['LIMIT_REACHED']);
  });

  it('disabling parks what waits, and enabling sends nothing of it', async () => {
    const { id } = await endpoints.add(newEndpoint());
    await log.add(newDelivery(id));
    await disableWebhookEndpoint({ endpoints }, { endpointId: id, reason: 'Moved' });
    expect((await pageOf(id)).rows).toMatchObject([{ status: 'PARKED', error: 'Moved' }]);
    await enableWebhookEndpoint({ endpoints, bind: async () => undefined }, { endpointId: id });
    expect(await endpoints.byId(id)).toMatchObject({ status: 'ENABLED', version: 3 });
    expect(await claim()).toEqual([]);
    expect(await log.redrive(id)).toBe(1);
    expect(await claim()).toHaveLength(1);
  });
});

describe('the log of deliveries', () => {
  it('pages go through the log from the newest to the oldest, and back', async () => {
    const { id } = await endpoints.add(newEndpoint());
    const saved = [];
    for (let n = 0; n < 5; n++) saved.push((await log.add(newDelivery(id))).id);
    const first = await pageOf(id, 3);
    expect(first.rows.map((row) => row.id)).toEqual(saved.slice(2).reverse());
    expect(first.more).toBe(true);
    const cursor = [first.rows[2]?.id ?? ''];
    const next = await log.page(id, undefined, { size: 3, backward: false, cursor });
    expect(next.rows.map((row) => row.id)).toEqual(saved.slice(0, 2).reverse());
    const back = await log.page(id, undefined, { size: 3, backward: true, cursor });
    expect(back.rows.map((row) => row.id)).toEqual(saved.slice(3).reverse());
    expect(await log.count(id, 'PENDING')).toBe(5);
    expect(await log.count(id, 'PARKED')).toBe(0);
    expect(
      (await log.page(id, 'PARKED', { size: 3, backward: false, cursor: undefined })).rows,
    ).toEqual([]);
  });

  it('an event has one delivery for each enabled endpoint that wants it, however often it arrives', async () => {
    const wanted = await endpoints.add(newEndpoint());
    const simple = await endpoints.add(newEndpoint({ format: 'SIMPLE' }));
    await endpoints.add(newEndpoint({ events: ['ORDER_PAID'] }));
    await endpoints.add(newEndpoint({ status: 'DISABLED' }));
    const event = newOrderUpdated();
    expect(await deliverEvents(queue, [event, event])).toBe(true);
    await deliverEvents(queue, [event]);
    const { rows } = await pool.query('SELECT endpoint_id, event_id FROM deliveries ORDER BY 1');
    const of = (id: string) => ({ endpoint_id: id, event_id: event.id });
    expect(rows).toEqual([of(wanted.id), of(simple.id)]);
    const [delivery] = (await pageOf(simple.id)).rows;
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({ event: 'ORDER_UPDATED' });
  });
});

describe('claims', () => {
  it('of two processes only one claims a delivery, and its end makes it due again', async () => {
    const { id } = await endpoints.add(newEndpoint());
    const { eventId } = await log.add(newDelivery(id));
    const [one, other] = await Promise.all([claim(), claim()]);
    expect([...one, ...other]).toMatchObject([{ eventId, attempts: 1 }]);
    await pool.query('UPDATE deliveries SET next_attempt_at = now()');
    expect(await claim()).toMatchObject([{ eventId, attempts: 2 }]);
  });

  it('a long backlog of one endpoint holds up no other', async () => {
    const slow = await endpoints.add(newEndpoint());
    for (let n = 0; n < 8; n++) await log.add(newDelivery(slow.id));
    const other = await endpoints.add(newEndpoint());
    await log.add(newDelivery(other.id));
    const count = (list: readonly { endpointId: string }[], id: string) =>
      list.filter(({ endpointId }) => endpointId === id).length;
    const first = await queue.claim(5, new Map([[slow.id, 3]]), leaseMs);
    expect([count(first, slow.id), count(first, other.id)]).toEqual([2, 1]);
    expect(await queue.claim(5, new Map([[slow.id, 7]]), leaseMs)).toEqual([]);
  });

  it.each([
    ['removed', (id: string) => endpoints.remove(id)],
    [
      'disabled',
      (endpointId: string) =>
        disableWebhookEndpoint({ endpoints }, { endpointId, reason: 'Moved' }).then(() => {}),
    ],
  ])('an endpoint is %s while attempts end', async (_, change) => {
    const { id } = await endpoints.add(newEndpoint());
    await log.add(newDelivery(id));
    const [attempt] = await claim();
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM endpoints FOR UPDATE');
    const waiting = (count: number) =>
      until(`${count} to wait for the endpoint`, async () => {
        const { rowCount } = await pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rowCount === count;
      });
    const changed = change(id);
    await waiting(1);
    const failed = { ...later, error: 'no', disable: null };
    const settled = attempt && queue.settle(attempt, { status: 500, body: '' }, failed);
    await waiting(2);
    await holder.query('COMMIT');
    holder.release();
    await Promise.all([changed, settled]);
    expect(await log.count(id, 'PENDING')).toBe(0);
  });

  it('an endpoint fails from its first failure until a success', async () => {
    const { id } = await endpoints.add(newEndpoint());
    await log.add(newDelivery(id));
    const failed = { ...later, error: 'no', disable: null };
    const [first] = await claim();
    if (first) await queue.settle(first, { status: 500, body: 'oh' }, failed);
    const { failingSince } = (await endpoints.byId(id)) ?? {};
    expect(failingSince).toBeInstanceOf(Date);
    expect((await pageOf(id)).rows).toMatchObject([
      { status: 'PENDING', error: 'no', responseStatus: 500, responseBody: 'oh', settledAt: null },
    ]);
    await pool.query('UPDATE deliveries SET next_attempt_at = now()');
    const [second] = await claim();
    const done = { status: 'DELIVERED', nextAttemptAt: null, error: null, disable: null } as const;
    if (second) await queue.settle(second, { status: 204, body: '' }, done);
    expect(await endpoints.byId(id)).toMatchObject({ failingSince: null, version: 1 });
    expect((await pageOf(id)).rows).toMatchObject([{ status: 'DELIVERED', attempts: 2 }]);
    // The result of an attempt whose claim has ended meanwhile.
    if (first) await queue.settle(first, { status: 500 }, failed);
    expect((await pageOf(id)).rows).toMatchObject([{ status: 'DELIVERED', error: null }]);
  });

  it('a verdict disables the endpoint and parks all that waits', async () => {
    const { id } = await endpoints.add(newEndpoint());
    for (let n = 0; n < 7; n++) await log.add(newDelivery(id));
    const [first] = await claim();
    const verdict = {
      status: 'PARKED',
      nextAttemptAt: null,
      error: 'gone',
      disable: 'Gone.',
    } as const;
    if (first) await queue.settle(first, { status: 410 }, verdict);
    expect(await endpoints.byId(id)).toMatchObject({ status: 'DISABLED', disabledReason: 'Gone.' });
    expect(await log.count(id, 'PARKED')).toBe(7);
  });
});

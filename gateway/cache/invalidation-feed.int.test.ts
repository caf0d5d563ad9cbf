import { newId } from '@shop/domain';
import { createBus, type EventBus } from '@shop/messaging';
import { type Fact, newEvent } from '@shop/schema';
import { createLog } from '@shop/service';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCachingGateway } from '../testing/caching-gateway.ts';
import { subscribeInvalidations } from './invalidation-feed.ts';
import { createMemoryStore } from './memory-store.ts';

const log = createLog('test', 'silent');
const both = ['product', 'inventory'];

describe('invalidation of cached responses', () => {
  let database: TestDatabase;
  let bus: EventBus;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    bus = await createBus({ driver: 'postgres', url: database.url }, log);
    await bus.declare({});
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await bus.close();
    await database.drop();
  });

  /** Subscribes with a store of its own, and records what is invalidated. */
  async function subscribe() {
    const store = createMemoryStore(2 ** 20);
    const invalidated: (readonly string[])[] = [];
    const invalidate = async (subgraphs: readonly string[]) => {
      invalidated.push(subgraphs);
      await store.invalidate(subgraphs);
    };
    stops.push(subscribeInvalidations({ bus, store: { invalidate }, log }).stop);
    await until('the subscription', () => invalidated.length > 0);
    return { store, invalidated };
  }
  const publish = (fact: Fact, source: 'product' | 'inventory') => {
    const { id, type, subject, ...rest } = newEvent(source, fact, { correlationId: 'c' });
    const body = JSON.stringify({ id, type, subject, ...rest });
    return bus.publish({ id, type, key: subject, body });
  };
  const repriced = (): Fact => {
    const [productId, variantId] = [newId(), newId()];
    const price = { minor: '9900', currency: 'EUR' };
    const variants = [{ variantId, sku: 'A', title: 'A', price }];
    const status = 'ACTIVE' as const;
    const data = { productId, version: 2, slug: 'a', title: 'A', status, variants };
    return { type: 'product.updated.v1', subject: productId, data };
  };
  const sold = (): Fact => {
    const variantId = newId();
    const data = { variantId, onHand: 3, reserved: 1 };
    return { type: 'stock.changed.v1', subject: variantId, data };
  };

  it('an event of the catalogue or of the stock invalidates the responses of its subgraph only', async () => {
    const { store, invalidated } = await subscribe();
    const [product, inventory] = await store.generations(both);
    await publish(sold(), 'inventory');
    await until('the event', () => invalidated.length === 2);
    const [same, newer] = await store.generations(both);
    expect([same === product, newer === inventory]).toEqual([true, false]);
    await publish(repriced(), 'product');
    await until('the event', () => invalidated.length === 3);
    expect((await store.generations(both))[0]).not.toBe(product);
    expect(invalidated.slice(1)).toEqual([['inventory'], ['product']]);
  });

  it('an event invalidates the responses of every gateway', async () => {
    const [one, other] = [await subscribe(), await subscribe()];
    await publish(repriced(), 'product');
    await until('both', () => [one, other].every(({ invalidated }) => invalidated.length === 2));
  });

  it('a renewed subscription invalidates all responses, since events may have been missed', async () => {
    let onConnected = () => {};
    const silent = {
      subscribeBroadcast: (_: unknown, subscriber: { onConnected?(): void }) => {
        onConnected = () => subscriber.onConnected?.();
        return { stop: async () => undefined };
      },
    } as unknown as EventBus;
    const invalidate = vi.fn(async () => undefined);
    subscribeInvalidations({ bus: silent, store: { invalidate }, log });
    onConnected();
    expect(invalidate).toHaveBeenCalledWith(both);
  });

  it('a new price is visible soon after its event', async () => {
    const { store } = await subscribe();
    const shop = await startCachingGateway(store);
    const price = async () => (await shop.run('{ product { price } }')).data;
    await price();
    shop.values.price = 99;
    expect(await price()).toEqual({ product: { price: 10 } });
    await publish(repriced(), 'product');
    // Its hint allows a minute; this waits for some seconds only.
    await until('the new price', async () => JSON.stringify(await price()).includes('99'));
  });
});

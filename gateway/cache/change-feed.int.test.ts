import { newId } from '@shop/domain';
import { createBus, type EventBus } from '@shop/messaging';
import { type Fact, newEvent } from '@shop/schema';
import { createLog } from '@shop/service';
import { createTestDatabase, type TestDatabase, until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startShop } from '../testing/cache.ts';
import { followChanges } from './change-feed.ts';
import { createMemoryStore } from './memory-store.ts';

const log = createLog('test', 'silent');
const both = ['product', 'inventory'];

describe('what is kept is outdated', () => {
  let database: TestDatabase;
  let bus: EventBus;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    bus = await createBus({ busDatabaseUrl: database.url, log });
    await bus.declare({});
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await bus.close();
    await database.drop();
  });

  /** Follows with a store of its own; tells what it was told. */
  async function follow() {
    const store = createMemoryStore(2 ** 20);
    const told: (readonly string[])[] = [];
    const outdate = async (subgraphs: readonly string[]) => {
      told.push(subgraphs);
      await store.outdate(subgraphs);
    };
    stops.push(followChanges({ bus, store: { outdate }, log }).stop);
    await until('it to listen', () => told.length > 0);
    return { store, told };
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

  it('by news of the catalogue and of the stock, each for itself', async () => {
    const { store, told } = await follow();
    const [product, inventory] = await store.generations(both);
    await publish(sold(), 'inventory');
    await until('the news', () => told.length === 2);
    const [same, newer] = await store.generations(both);
    expect([same === product, newer === inventory]).toEqual([true, false]);
    await publish(repriced(), 'product');
    await until('the news', () => told.length === 3);
    expect((await store.generations(both))[0]).not.toBe(product);
    expect(told.slice(1)).toEqual([['inventory'], ['product']]);
  });

  it('at every gateway', async () => {
    const [one, other] = [await follow(), await follow()];
    await publish(repriced(), 'product');
    await until('both', () => [one, other].every(({ told }) => told.length === 2));
  });

  it('as a whole whenever listening begins again, since news may have been missed', async () => {
    let onConnected = () => {};
    const silent = {
      subscribeBroadcast: (_: unknown, subscriber: { onConnected?(): void }) => {
        onConnected = () => subscriber.onConnected?.();
        return { stop: async () => undefined };
      },
    } as unknown as EventBus;
    const outdate = vi.fn(async () => undefined);
    followChanges({ bus: silent, store: { outdate }, log });
    onConnected();
    expect(outdate).toHaveBeenCalledWith(both);
  });

  it('so that a new price is seen soon after its event', async () => {
    const { store } = await follow();
    const shop = await startShop(store);
    const price = async () => (await shop.run('{ product { price } }')).data;
    await price();
    shop.values.price = 99;
    expect(await price()).toEqual({ product: { price: 10 } });
    await publish(repriced(), 'product');
    // Its hint would let it stand for a minute; this waits for some seconds.
    await until('the new price', async () => JSON.stringify(await price()).includes('99'));
  });
});

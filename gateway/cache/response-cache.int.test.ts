import { describe, expect, it } from 'vitest';
import { startCachingGateway, viewer } from '../testing/caching-gateway.ts';
import { createMemoryStore } from './memory-store.ts';

const start = () => startCachingGateway(createMemoryStore(2 ** 20));
const price = '{ product { price } }';
const staff = viewer('staff', 'catalog:write');
const [ann, bob] = [viewer('ann'), viewer('bob')];

describe('a response', () => {
  it('a response that may be cached whole is served to everyone without a subgraph', async () => {
    const shop = await start();
    const first = await shop.run(price);
    expect(first).toMatchObject({ resolved: ['price'], cacheControl: 'max-age=60, public' });
    const again = await shop.run('query { product { price } } # the same', ann);
    expect(again).toMatchObject({ data: first.data, resolved: [] });
    expect(again.cacheControl).toMatch(/^max-age=(59|60), public$/);
  });

  it.each([
    ['{ product { price } unhinted }', 'a part without a hint'],
    ['{ broken product { price } }', 'an error'],
    ['{ cart { product { price } } }', 'a part from a subgraph without invalidating events'],
    ['{ mine { price } }', 'a part that its subgraph marks private'],
    ['{ __typename }', 'nothing from any subgraph'],
  ])('the response to %s is not cached: it has %s', async (query) => {
    const shop = await start();
    const first = await shop.run(query);
    expect(await shop.run(query)).toEqual(first);
  });

  it.each([
    ['{ product { price } unhinted }', 'no-store'],
    ['{ broken product { price } }', 'no-store'],
    ['{ __typename }', 'no-store'],
    ['{ mine { price } }', 'max-age=60, private'],
    ['{ product { price available } }', 'max-age=5, public'],
    ['mutation { price(to: 10) { price } }', 'no-store'],
  ])('the response to %s has Cache-Control %s', async (query, cacheControl) => {
    expect(await (await start()).run(query)).toMatchObject({ cacheControl });
  });

  it('Cache-Control is set without a store too, and is private for viewers with scopes', async () => {
    const shop = await startCachingGateway(undefined);
    const cacheControl = async (by?: typeof ann) => (await shop.run(price, by)).cacheControl;
    expect([await cacheControl(), await cacheControl(ann), await cacheControl(staff)]).toEqual([
      'max-age=60, public',
      'max-age=60, public',
      'max-age=60, private',
    ]);
    expect((await shop.run(price)).resolved).toEqual(['price']);
  });

  it('a response is cached per variables, in whatever order they are sent', async () => {
    const shop = await start();
    const query = 'query ($of: Of, $c: String) { product { price(of: $of, currency: $c) } }';
    const fetches = async (variables: object) =>
      (await shop.run(query, ann, { ...variables })).resolved.length;
    expect([
      await fetches({ c: 'EUR', of: { a: 1, b: 2 } }),
      await fetches({ of: { b: 2, a: 1 }, c: 'EUR', unknown: 1 }),
      await fetches({ of: { a: 2, b: 1 }, c: 'EUR' }),
      await fetches({ of: { a: 1, b: 2 } }),
      await fetches({ of: { a: 1, b: 2 }, c: null }),
    ]).toEqual([1, 0, 1, 1, 1]);
  });

  it('a very long response is not cached', async () => {
    const shop = await start();
    shop.values.text = 'x'.repeat(300_000);
    expect((await shop.run('{ product { text } }')).resolved).toEqual(['text']);
    expect((await shop.run('{ product { text } }')).resolved).toEqual(['text']);
  });
});

describe('responses for different audiences', () => {
  it('a denied field stays denied after staff have filled the cache', async () => {
    const shop = await start();
    const query = '{ product { price cost } }';
    expect((await shop.run(query, staff)).data).toEqual({ product: { price: 10, cost: 1 } });
    expect((await shop.run(query, staff)).resolved).toEqual([]);
    for (const by of [undefined, ann, ann]) {
      const { data, errors, cacheControl } = await shop.run(query, by);
      expect(data).toEqual({ product: { price: 10, cost: null } });
      expect(errors).toHaveLength(1);
      expect(cacheControl).toBe('no-store');
    }
    expect((await shop.run(query, staff)).data).toEqual({ product: { price: 10, cost: 1 } });
  });

  it('what only staff find behind an open field is served to staff only', async () => {
    const shop = await start();
    const query = '{ drafts { price } }';
    expect(await shop.run(query, staff)).toMatchObject({
      data: { drafts: { price: 10 } },
      cacheControl: 'max-age=60, private',
    });
    expect((await shop.run(query)).data).toEqual({ drafts: null });
    expect((await shop.run(query, ann)).data).toEqual({ drafts: null });
    expect((await shop.run(query, staff)).resolved).toEqual([]);
  });

  it('a response with a guarded field is cached for one session', async () => {
    const shop = await start();
    const query = '{ product { seenBy } }';
    const seenBy = async (by: typeof ann) => (await shop.run(query, by)).data;
    for (const one of [ann, bob, ann])
      expect(await seenBy(one)).toEqual({ product: { seenBy: one.id } });
    expect((await shop.run(query, ann)).resolved).toEqual([]);
    expect((await shop.run(query, { ...ann, sessionId: 'another' })).resolved).toEqual(['seenBy']);
    expect((await shop.run(query, { ...ann, scopes: new Set(['users:read']) })).resolved).toEqual([
      'seenBy',
    ]);
  });
});

describe('a change', () => {
  it('a change invalidates the responses of its subgraph only', async () => {
    const store = createMemoryStore(2 ** 20);
    const shop = await startCachingGateway(store);
    const both = '{ product { price available } }';
    await Promise.all([shop.run(price), shop.run(both)]);
    await store.invalidate(['inventory']);
    expect((await shop.run(price)).resolved).toEqual([]);
    expect((await shop.run(both)).resolved.sort()).toEqual(['available', 'price']);
    shop.values.price = 11;
    await store.invalidate(['product']);
    expect((await shop.run(price)).data).toEqual({ product: { price: 11 } });
    expect((await shop.run(both)).data).toEqual({ product: { price: 11, available: 7 } });
  });

  it('a change during a request invalidates the response of that request', async () => {
    const store = createMemoryStore(2 ** 20);
    const shop = await startCachingGateway({
      ...store,
      write: async (...entry) => {
        // The change happens after the response was read, and before it is written.
        await store.invalidate(['product']);
        await store.write(...entry);
      },
    });
    await shop.run(price);
    shop.values.price = 12;
    expect((await shop.run(price)).data).toEqual({ product: { price: 12 } });
  });

  it('a mutation is visible at once to the client that ran it', async () => {
    const shop = await start();
    await shop.run(price);
    await shop.run('mutation { price(to: 13) { id } }');
    expect((await shop.run(price)).data).toEqual({ product: { price: 13 } });
  });

  it('a refused mutation invalidates nothing', async () => {
    const shop = await start();
    await shop.run(price);
    expect((await shop.run('mutation { cost(to: 2) { id } }', ann)).errors).toHaveLength(1);
    expect((await shop.run(price)).resolved).toEqual([]);
  });
});

describe('a store that fails', () => {
  it('an unavailable store changes no response', async () => {
    const fail = () => Promise.reject(new Error('unavailable'));
    const store = { generations: fail, invalidate: fail, read: fail, write: fail };
    const shop = await startCachingGateway(store);
    for (const to of [14, 15]) {
      await shop.run(`mutation { price(to: ${to}) { id } }`);
      expect(await shop.run(price)).toMatchObject({
        data: { product: { price: to } },
        cacheControl: 'max-age=60, public',
      });
    }
  });

  it('an unreadable cache entry changes no response', async () => {
    const unreadable = async () => ({ text: '{', secondsLeft: 9 });
    const shop = await startCachingGateway({ ...createMemoryStore(2 ** 20), read: unreadable });
    expect((await shop.run(price)).data).toEqual({ product: { price: 10 } });
  });
});

import { describe, expect, it } from 'vitest';
import { startShop, viewer } from '../testing/cache.ts';
import { createMemoryStore } from './memory-store.ts';

const start = () => startShop(createMemoryStore(2 ** 20));
const price = '{ product { price } }';
const staff = viewer('staff', 'catalog:write');
const [ann, bob] = [viewer('ann'), viewer('bob')];

describe('an answer', () => {
  it('is given again to everybody without asking a subgraph, while all of it may be kept', async () => {
    const shop = await start();
    const first = await shop.run(price);
    expect(first).toMatchObject({ asked: ['price'], cacheControl: 'max-age=60, public' });
    const again = await shop.run('query { product { price } } # the same', ann);
    expect(again).toMatchObject({ data: first.data, asked: [] });
    expect(again.cacheControl).toMatch(/^max-age=(59|60), public$/);
  });

  it.each([
    ['{ product { price } unhinted }', 'a part without a hint'],
    ['{ broken product { price } }', 'an error'],
    ['{ cart { product { price } } }', 'a part from a subgraph whose changes are not heard'],
    ['{ mine { price } }', 'a part that its subgraph calls private'],
    ['{ __typename }', 'nothing from any subgraph'],
  ])('%s is not kept: it has %s', async (query) => {
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
  ])('%s says %s', async (query, cacheControl) => {
    expect(await (await start()).run(query)).toMatchObject({ cacheControl });
  });

  it('says so without a store too, and private to whom others may not share with', async () => {
    const shop = await startShop(undefined);
    const said = async (by?: typeof ann) => (await shop.run(price, by)).cacheControl;
    expect([await said(), await said(ann), await said(staff)]).toEqual([
      'max-age=60, public',
      'max-age=60, public',
      'max-age=60, private',
    ]);
    expect((await shop.run(price)).asked).toEqual(['price']);
  });

  it('belongs to its variables, in whatever order, and to no others', async () => {
    const shop = await start();
    const query = 'query ($of: Of, $c: String) { product { price(of: $of, currency: $c) } }';
    const asks = async (variables: object) =>
      (await shop.run(query, ann, { ...variables })).asked.length;
    expect([
      await asks({ c: 'EUR', of: { a: 1, b: 2 } }),
      await asks({ of: { b: 2, a: 1 }, c: 'EUR', unknown: 1 }),
      await asks({ of: { a: 2, b: 1 }, c: 'EUR' }),
      await asks({ of: { a: 1, b: 2 } }),
      await asks({ of: { a: 1, b: 2 }, c: null }),
    ]).toEqual([1, 0, 1, 1, 1]);
  });

  it('that is very long is not kept', async () => {
    const shop = await start();
    shop.values.text = 'x'.repeat(300_000);
    expect((await shop.run('{ product { text } }')).asked).toEqual(['text']);
    expect((await shop.run('{ product { text } }')).asked).toEqual(['text']);
  });
});

describe('nobody is given what was made for somebody else', () => {
  it('a denied field stays denied after staff have filled the cache', async () => {
    const shop = await start();
    const query = '{ product { price cost } }';
    expect((await shop.run(query, staff)).data).toEqual({ product: { price: 10, cost: 1 } });
    expect((await shop.run(query, staff)).asked).toEqual([]);
    for (const by of [undefined, ann, ann]) {
      const { data, errors, cacheControl } = await shop.run(query, by);
      expect(data).toEqual({ product: { price: 10, cost: null } });
      expect(errors).toHaveLength(1);
      expect(cacheControl).toBe('no-store');
    }
    expect((await shop.run(query, staff)).data).toEqual({ product: { price: 10, cost: 1 } });
  });

  it('what staff alone find behind an open field stays theirs', async () => {
    const shop = await start();
    const query = '{ drafts { price } }';
    expect(await shop.run(query, staff)).toMatchObject({
      data: { drafts: { price: 10 } },
      cacheControl: 'max-age=60, private',
    });
    expect((await shop.run(query)).data).toEqual({ drafts: null });
    expect((await shop.run(query, ann)).data).toEqual({ drafts: null });
    expect((await shop.run(query, staff)).asked).toEqual([]);
  });

  it('what is guarded is kept for one session', async () => {
    const shop = await start();
    const query = '{ product { seenBy } }';
    const seen = async (by: typeof ann) => (await shop.run(query, by)).data;
    for (const one of [ann, bob, ann])
      expect(await seen(one)).toEqual({ product: { seenBy: one.id } });
    expect((await shop.run(query, ann)).asked).toEqual([]);
    expect((await shop.run(query, { ...ann, sessionId: 'another' })).asked).toEqual(['seenBy']);
    expect((await shop.run(query, { ...ann, scopes: new Set(['users:read']) })).asked).toEqual([
      'seenBy',
    ]);
  });
});

describe('a change', () => {
  it('outdates what was read from its subgraph, and nothing else', async () => {
    const store = createMemoryStore(2 ** 20);
    const shop = await startShop(store);
    const both = '{ product { price available } }';
    await Promise.all([shop.run(price), shop.run(both)]);
    await store.outdate(['inventory']);
    expect((await shop.run(price)).asked).toEqual([]);
    expect((await shop.run(both)).asked.sort()).toEqual(['available', 'price']);
    shop.values.price = 11;
    await store.outdate(['product']);
    expect((await shop.run(price)).data).toEqual({ product: { price: 11 } });
    expect((await shop.run(both)).data).toEqual({ product: { price: 11, available: 7 } });
  });

  it('while an answer is on its way keeps that answer from being found', async () => {
    const store = createMemoryStore(2 ** 20);
    const shop = await startShop({
      ...store,
      set: async (...kept) => {
        // The change happens after the answer was read, and before it is kept.
        await store.outdate(['product']);
        await store.set(...kept);
      },
    });
    await shop.run(price);
    shop.values.price = 12;
    expect((await shop.run(price)).data).toEqual({ product: { price: 12 } });
  });

  it('is seen at once by who made it through the graph', async () => {
    const shop = await start();
    await shop.run(price);
    await shop.run('mutation { price(to: 13) { id } }');
    expect((await shop.run(price)).data).toEqual({ product: { price: 13 } });
  });

  it('that is refused outdates nothing', async () => {
    const shop = await start();
    await shop.run(price);
    expect((await shop.run('mutation { cost(to: 2) { id } }', ann)).errors).toHaveLength(1);
    expect((await shop.run(price)).asked).toEqual([]);
  });
});

describe('a store that is away', () => {
  it('changes no answer', async () => {
    const away = () => Promise.reject(new Error('away'));
    const shop = await startShop({ generations: away, outdate: away, get: away, set: away });
    for (const to of [14, 15]) {
      await shop.run(`mutation { price(to: ${to}) { id } }`);
      expect(await shop.run(price)).toMatchObject({
        data: { product: { price: to } },
        cacheControl: 'max-age=60, public',
      });
    }
  });

  it('or gives what is no answer, changes none', async () => {
    const nonsense = async () => ({ text: '{', secondsLeft: 9 });
    const shop = await startShop({ ...createMemoryStore(2 ** 20), get: nonsense });
    expect((await shop.run(price)).data).toEqual({ product: { price: 10 } });
  });
});

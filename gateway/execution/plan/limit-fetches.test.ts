import { expect, it, onTestFinished } from 'vitest';
import { viewers } from '../../testing/access-fuzz/expected-rules.ts';
import { createFederatedShop } from '../../testing/access-fuzz/federated-shop.ts';

const [anonymous, customer] = viewers;

/** Runs operations on a shop that allows 3 fetches; `fetches` are those of each plan, also of refused ones. */
async function startShop() {
  const fetches: number[] = [];
  const onFetches = (count: number) => void fetches.push(count);
  const shop = await createFederatedShop(() => [], { maxFetches: 3, onFetches });
  onTestFinished(shop.stop);
  return { ...shop, fetches };
}

const stockOf = (aliases: number) =>
  Array.from({ length: aliases }, (_, n) => `a${n}: related { inStock }`).join(' ');

it('each alias of an entity is a fetch, and a plan with too many runs nothing', async () => {
  const shop = await startShop();
  const { errors } = await shop.run({ query: `{ products { ${stockOf(2)} } }` }, anonymous);
  expect(errors).toBeUndefined();
  shop.resolved.length = 0;
  for (const kind of ['first', 'repeated']) {
    const refused = await shop.run({ query: `{ products { ${stockOf(3)} } }` }, anonymous);
    expect([kind, refused.status, refused.errors]).toMatchObject([
      kind,
      400,
      [
        {
          message: 'The operation needs 4 fetches from subgraphs; at most 3 are allowed.',
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        },
      ],
    ]);
  }
  expect(shop.resolved).toEqual([]);
  expect(shop.fetches).toEqual([3, 4, 4]);
});

it('a mutation with too many fetches changes nothing', async () => {
  const shop = await startShop();
  const query = `mutation { like(id: "product-0") { ${stockOf(3)} } }`;
  const { errors } = await shop.run({ query }, customer);
  expect(errors?.[0]?.extensions?.['code']).toBe('QUERY_TOO_COMPLEX');
  expect(shop.resolved).toEqual([]);
});

it('conditions do not hide fetches', async () => {
  const shop = await startShop();
  const query = `query ($no: Boolean!) { products { ${stockOf(3).replaceAll('{', '@include(if: $no) {')} } }`;
  const { errors } = await shop.run({ query, variables: { no: false } }, anonymous);
  expect(errors?.[0]?.extensions?.['code']).toBe('QUERY_TOO_COMPLEX');
});

it('denied fields need no fetch', async () => {
  const shop = await startShop();
  const query = `{ products { ${stockOf(3).replaceAll('inStock', 'warehouse { id }')} } }`;
  const { errors } = await shop.run({ query }, anonymous);
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(
    new Set(['UNAUTHENTICATED']),
  );
});

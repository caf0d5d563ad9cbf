import { parseArgs } from 'node:util';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { type RunningShop, startShop } from '@shop/testing/shop';
import { logIn, send } from '../client.ts';
import { readUsage, usagePerUnit } from '../usage.ts';

// Measures searches of the whole shop, through the gateway without its response cache: with the demonstration
// catalogue, and again with thousands of products more. A few of those match, as in a catalogue of any size. In between,
// the import of the products (`bulkUpsertProducts`), and the same import again, which changes nothing.
const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '200' },
    /** Products in each request of the import. */
    rows: { type: 'string', default: '100' },
  },
});
const products = Number(values.products);
const requests = Number(values.requests);
const rowsPerRequest = Number(values.rows);
/** One added product of this number has the word of the searches. */
const share = 500;

const searches = {
  word: 'linen',
  'incomplete word': 'herringb',
  'typing mistake': 'linnen',
  'two words': 'linen trousers',
};
const selections = {
  page: 'nodes { id title } pageInfo { hasNextPage }',
  count: 'nodes { id } totalCount',
  facets: 'nodes { id } totalCount facets { kind name values { value count } }',
};

const syllables = 'ba de fi go lu ma ne pi ro su ta ve wi zo'.split(' ');
/** Returns a made-up word, one of 2,744. */
const wordOf = (n: number): string =>
  [n, n / syllables.length, n / syllables.length ** 2]
    .map((digit) => syllables[Math.floor(digit) % syllables.length])
    .join('');

const rowOf = (n: number) => ({
  slug: `bench-${n}`,
  title: `${n % share === 0 ? 'Linen' : wordOf(n * 7)} ${wordOf(n * 13)}`,
  description: Array.from({ length: 40 }, (_, k) => wordOf(n * 31 + k * 17)).join(' '),
  status: 'ACTIVE',
  categories: ['bedroom'],
  variants: ['S', 'M'].map((size) => ({
    sku: `BENCH-${n}-${size}`,
    options: [{ name: 'Size', value: size }],
    price: { amount: `${n % 90}.90`, currencyCode: 'EUR' },
  })),
});

type BulkUpsert = {
  readonly bulkUpsertProducts: { readonly results: readonly { readonly action: string }[] | null };
};

/** Imports the products. Returns the milliseconds of each, and of those the CPU time of its processes. */
async function importProducts(shop: RunningShop) {
  const { url } = shop;
  const token = await logIn(url, demoAccounts.staff.email);
  const before = await readUsage(shop);
  const began = performance.now();
  const mutation =
    'mutation ($input: BulkUpsertProductsInput!) { bulkUpsertProducts(input: $input) { results { action } userErrors { code } } }';
  for (let from = 0; from < products; from += rowsPerRequest) {
    const rows = Array.from({ length: rowsPerRequest }, (_, n) => rowOf(from + n));
    const sent = { products: rows };
    const { bulkUpsertProducts } = await send<BulkUpsert>(url, mutation, token, sent);
    const failed = bulkUpsertProducts.results?.find(({ action }) => action === 'FAILED');
    if (!bulkUpsertProducts.results || failed) throw new Error(JSON.stringify(bulkUpsertProducts));
  }
  const ms = (performance.now() - began) / products;
  const { cpuMs } = usagePerUnit(before, await readUsage(shop), products);
  const { gateway = 0, product = 0, 'pg product': postgres = 0 } = cpuMs;
  return { ms, 'CPU ms': gateway + product + postgres, gateway, product, postgres };
}

type Times = ReadonlyMap<string, number>;

/** Returns the median of the milliseconds of each search, taken in turn. */
async function measure(url: string): Promise<Times> {
  const times = new Map<string, number[]>();
  for (let n = 0; n < requests; n++) {
    for (const [name, search] of Object.entries(searches)) {
      for (const [selection, fields] of Object.entries(selections)) {
        const began = performance.now();
        await send(url, `{ products(search: "${search}") { ${fields} } }`);
        const key = `${name}, ${selection}`;
        times.set(key, [...(times.get(key) ?? []), performance.now() - began]);
      }
    }
  }
  return new Map(
    [...times].map(([key, all]) => [key, all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0]),
  );
}

const shop = await startShop({ RESPONSE_CACHE: 'off' });
try {
  const few = await measure(shop.url);
  const imports = { 'new products': await importProducts(shop), again: await importProducts(shop) };
  const many = await measure(shop.url);
  console.log(`Import of ${products} products, each:`);
  console.table(imports);
  console.table(
    Object.fromEntries(
      [...few].map(([key, before]) => {
        const after = many.get(key) ?? Number.NaN;
        return [
          key,
          {
            'ms, demonstration': before.toFixed(2),
            [`ms, ${products} more`]: after.toFixed(2),
            ratio: (after / before).toFixed(2),
          },
        ];
      }),
    ),
  );
} finally {
  await shop.stop();
}

import { parseArgs } from 'node:util';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { startShop } from '@shop/testing/shop';
import { logIn, send } from '../client.ts';

// Measures searches of the whole shop, through the gateway without its response cache: with the demonstration
// catalogue, and again with thousands of products more. A few of those match, as in a catalogue of any size.
const { values } = parseArgs({
  options: {
    products: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '200' },
  },
});
const products = Number(values.products);
const requests = Number(values.requests);
const rowsPerRequest = 20;
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

async function addProducts(url: string): Promise<void> {
  const token = await logIn(url, demoAccounts.staff.email);
  const mutation =
    'mutation ($input: BulkUpsertProductsInput!) { bulkUpsertProducts(input: $input) { results { action } userErrors { code } } }';
  for (let from = 0; from < products; from += rowsPerRequest) {
    const rows = Array.from({ length: rowsPerRequest }, (_, n) => rowOf(from + n));
    await send(url, mutation, token, { products: rows });
  }
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
  await addProducts(shop.url);
  const many = await measure(shop.url);
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

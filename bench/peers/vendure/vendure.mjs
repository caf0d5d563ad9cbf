import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { until } from '@shop/service/until';
import { startShop } from '@shop/testing/shop';
import { barChart, writeChart } from '../../charts.ts';
import { send } from '../../client.ts';
import { median } from '../../measure.ts';
import { sendMany } from '../../reads/load.ts';
import { prepareReads } from '../../reads/operations.ts';
import { prepareShop, runOrders } from '../../saga/customers.ts';
import { readUsage, usagePerUnit } from '../../usage.ts';
import { buy, customers } from './customers.mjs';
import { startVendure } from './start-vendure.mjs';

// Compares our shop with Vendure, which has our demonstration catalogue, on the same machine in turn: a list of 20 products with
// variants and stock, without any response cache, and a purchase by signed-in customers. Each has a PostgreSQL of its own,
// of the same version and settings.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    requests: { type: 'string', default: '300' },
    orders: { type: 'string', default: '80' },
    inFlight: { type: 'string', default: '20' },
    /** Also draws docs/charts/vendure.svg. */
    charts: { type: 'boolean' },
  },
});
const [rounds, requests, orders, inFlight] = ['rounds', 'requests', 'orders', 'inFlight'].map(
  (name) => Number(values[name]),
);

/** Returns the CPU milliseconds of all processes for one of `units`; those of this process do not count. */
async function measured(shop, units, work) {
  const before = await readUsage(shop);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  const { cpuMs } = usagePerUnit(before, await readUsage(shop), units);
  const names = Object.keys(cpuMs).filter((name) => name !== 'launcher');
  return {
    perSecond: units / seconds,
    cpuMs: names.reduce((sum, name) => sum + cpuMs[name], 0),
  };
}

/** Returns the memory of processes in MB, what they share counted once. */
async function memoryOf({ services }) {
  const pids = new Set(Object.values(services).map(({ pid }) => pid));
  const texts = await Promise.all(
    [...pids].map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8')),
  );
  return texts.reduce((sum, text) => sum + Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1_024, 0);
}

const vendureReads = {
  'list of 20 products': {
    query: `query List { products(options: { take: 20, sort: { id: ASC } }) { items { id slug name
      variants { id sku name price currencyCode stockLevel } } totalItems } }`,
    isComplete: ({ products }) =>
      products.items.length === 20 && products.items.every(({ variants }) => variants.length > 0),
  },
  'list of 20 products, search index': {
    query: `query Search { search(input: { take: 20, groupByProduct: true }) { items { productId slug productName
      inStock priceWithTax { ... on PriceRange { min max } ... on SinglePrice { value } } } totalItems } }`,
    isComplete: ({ search }) => search.items.length === 20,
  },
};

const folder = await mkdtemp(join(tmpdir(), 'shop-bench-vendure-'));
const shop = await startShop({ LOG_LEVEL: 'warn', RESPONSE_CACHE: 'off' });
let vendure;
try {
  const { products } = await send(
    shop.url,
    `{ products(first: 40) { nodes { title slug description options { name values }
      variants { sku price { amount } options { name value } } } } }`,
  );
  vendure = await startVendure(folder, products.nodes);
  const ourReads = await prepareReads(shop.url);
  const prepared = await prepareShop(shop.url);
  const buyers = await customers(vendure.url, 40);
  const [, search] = Object.values(vendureReads);
  await until('the search index', async () => {
    const response = await fetch(vendure.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: search.query }),
    });
    const { data } = await response.json();
    return data && search.isComplete(data);
  });
  const { 'list of 20 products': list } = ourReads;
  const reads = { requests, inFlight };
  const candidates = {
    'list of 20 products: ours': () =>
      measured(shop, requests, () => sendMany(shop.url, list, reads)),
    ...Object.fromEntries(
      Object.entries(vendureReads).map(([name, read]) => [
        `${name}: Vendure`,
        () => measured(vendure.usage, requests, () => sendMany(vendure.url, read, reads)),
      ]),
    ),
    'purchase: ours': () =>
      measured(shop, orders, () => runOrders(shop.url, shop.databaseUrls.order, prepared, orders)),
    'purchase: Vendure': () =>
      measured(vendure.usage, orders, () => buy(vendure.url, buyers, orders)),
  };
  const results = {};
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(candidates)) {
      const figures = await run();
      if (round > 0) results[name] = [...(results[name] ?? []), figures];
      console.error(round, name, figures);
    }
  }
  const of = (all, figure) => Number(median(all.map((one) => one[figure])).toPrecision(3));
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, all]) => [
        name,
        { 'CPU ms': of(all, 'cpuMs'), 'a second': of(all, 'perSecond') },
      ]),
    ),
  );
  console.log('Memory of the Node processes in MB, shared pages counted once:', {
    ours: Math.round(await memoryOf(shop)),
    Vendure: Math.round(await memoryOf(vendure.usage)),
  });
  if (values.charts) {
    const bars = Object.entries(results).map(([name, all]) => ({
      name,
      parts: { 'CPU ms': of(all, 'cpuMs') },
    }));
    await writeChart('vendure', barChart('CPU ms of a request or a purchase', bars));
  }
} finally {
  await Promise.allSettled([vendure?.stop(), shop.stop()]);
  await rm(folder, { recursive: true, force: true });
}

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startShop } from '@shop/testing/shop';
import { barChart, writeChart } from '../charts.ts';
import { median } from '../measure.ts';
import { readUsage, usagePerUnit } from '../usage.ts';
import { startBareProxy } from './bare-proxy.ts';
import { fetchOnce, sendMany } from './load.ts';
import { prepareReads } from './operations.ts';

// Measures reads through the gateway of the whole shop, with its response cache and without: requests per second, and
// the CPU time of each process for one request. The reads take turns, and every response is checked. The first read,
// `{ __typename }`, reaches no subgraph. Each is compared with a bare proxy that sends the same bytes, in the same rounds.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    inFlight: { type: 'string', default: '20' },
    only: { type: 'string' },
    cache: { type: 'string' },
    /** Also writes the figures to this file. */
    json: { type: 'string' },
    /** Also draws docs/charts/reads.svg. */
    charts: { type: 'boolean' },
  },
});
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const inFlight = Number(values.inFlight);

type Figures = Readonly<Record<string, number>>;

async function measureShop(cache: string): Promise<Record<string, Figures>> {
  const shop = await startShop({ LOG_LEVEL: 'warn', RESPONSE_CACHE: cache });
  const proxy = await startBareProxy();
  try {
    const reads = Object.entries(await prepareReads(shop.url)).filter(
      ([name]) => !values.only || name === 'floor' || name === values.only,
    );
    const results = new Map<string, Figures[]>();
    // The first round warms up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const [name, read] of reads) {
        const before = await readUsage(shop);
        const perSecond = await sendMany(shop.url, read, { requests, inFlight });
        const { cpuMs } = usagePerUnit(before, await readUsage(shop), requests);
        const url = proxy.urlOf(name, await fetchOnce(shop.url, read));
        const started = await proxy.cpuMs();
        await sendMany(url, read, { requests, inFlight });
        const bare = ((await proxy.cpuMs()) - started) / requests;
        const figures = { ...figuresOf(perSecond, cpuMs), 'bare proxy': bare };
        if (round > 0) results.set(name, [...(results.get(name) ?? []), figures]);
      }
    }
    return Object.fromEntries([...results].map(([name, all]) => [name, medians(all)]));
  } finally {
    proxy.stop();
    await shop.stop();
  }
}

const services = ['gateway', 'product', 'inventory', 'user', 'order'];
const stacked = [...services, 'PostgreSQL'];

function figuresOf(perSecond: number, cpuMs: Figures): Figures {
  const sum = (names: readonly string[]) =>
    names.reduce((all, name) => all + (cpuMs[name] ?? 0), 0);
  const databases = Object.keys(cpuMs).filter((name) => name.startsWith('pg'));
  return {
    'requests/s': perSecond,
    'CPU ms': sum([...services, ...databases]),
    ...Object.fromEntries(services.map((name) => [name, cpuMs[name] ?? 0])),
    PostgreSQL: sum(databases),
    ...Object.fromEntries(databases.map((name) => [name, cpuMs[name] ?? 0])),
  };
}

const medians = (all: readonly Figures[]): Figures =>
  Object.fromEntries(
    Object.keys(all[0] ?? {}).map((name) => [name, median(all.map((one) => one[name] ?? 0))]),
  );

const rounded = (value: number): number => Number(value.toFixed(value < 10 ? 2 : 0));

const all: Record<string, Record<string, Figures>> = {};
for (const cache of ['off', 'on'].filter((one) => (values.cache ?? one) === one)) {
  const figures = await measureShop(cache);
  all[cache] = figures;
  console.log(`Response cache ${cache}; CPU ms of each process for one request:`);
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, one]) => [
        name,
        {
          ...Object.fromEntries(
            Object.entries(one)
              .filter(([key]) => !key.startsWith('pg'))
              .map(([key, value]) => [key, rounded(value)]),
          ),
          'times bare proxy': rounded((one['CPU ms'] ?? 0) / (one['bare proxy'] ?? Number.NaN)),
        },
      ]),
    ),
  );
}
const partsOf = (one: Figures, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, one[name] ?? 0]));
if (values.charts) {
  const bars = Object.entries(all).flatMap(([cache, figures]) =>
    Object.entries(figures)
      .filter(([name]) => cache === 'off' || name === 'list of 20 products')
      .flatMap(([name, one]) => {
        const title = cache === 'on' ? `${name}, cached` : name;
        return [
          { name: title, parts: partsOf(one, stacked) },
          { name: 'bare proxy, same bytes', parts: partsOf(one, ['bare proxy']) },
        ];
      }),
  );
  await writeChart('reads', barChart('CPU ms of a read, by process', bars));
}
if (values.json) await writeFile(values.json, JSON.stringify(all, null, 2));

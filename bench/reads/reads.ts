import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startShop } from '@shop/testing/shop';
import { median } from '../measure.ts';
import { readUsage, usagePerUnit } from '../usage.ts';
import { sendMany } from './load.ts';
import { prepareReads } from './operations.ts';

// Measures reads through the gateway of the whole shop, with its response cache and without: requests per second, and
// the CPU time of each process for one request. The reads take turns, and every response is checked. The first read,
// `{ __typename }`, reaches no subgraph: the others are compared with it.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    inFlight: { type: 'string', default: '20' },
    only: { type: 'string' },
    cache: { type: 'string' },
    /** Also writes the figures to this file. */
    json: { type: 'string' },
  },
});
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const inFlight = Number(values.inFlight);

type Figures = Readonly<Record<string, number>>;

async function measureShop(cache: string): Promise<Record<string, Figures>> {
  const shop = await startShop({ LOG_LEVEL: 'warn', RESPONSE_CACHE: cache });
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
        if (round > 0)
          results.set(name, [...(results.get(name) ?? []), figuresOf(perSecond, cpuMs)]);
      }
    }
    return Object.fromEntries([...results].map(([name, all]) => [name, medians(all)]));
  } finally {
    await shop.stop();
  }
}

function figuresOf(perSecond: number, cpuMs: Figures): Figures {
  const sum = (names: readonly string[]) =>
    names.reduce((all, name) => all + (cpuMs[name] ?? 0), 0);
  const databases = Object.keys(cpuMs).filter((name) => name.startsWith('pg'));
  const services = ['gateway', 'product', 'inventory', 'user', 'order'];
  return {
    'requests/s': perSecond,
    'CPU ms': sum([...services, ...databases]),
    ...Object.fromEntries(services.map((name) => [name, cpuMs[name] ?? 0])),
    PostgreSQL: sum(databases),
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
  const floor = figures['floor']?.['CPU ms'] ?? Number.NaN;
  console.log(`Response cache ${cache}; CPU ms of each process for one request:`);
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, one]) => [
        name,
        {
          ...Object.fromEntries(Object.entries(one).map(([key, value]) => [key, rounded(value)])),
          'times floor': rounded((one['CPU ms'] ?? Number.NaN) / floor),
        },
      ]),
    ),
  );
}
if (values.json) await writeFile(values.json, JSON.stringify(all, null, 2));

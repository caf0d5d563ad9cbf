import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKillableRabbitmq } from '@shop/messaging/testing';
import type { BusAddress } from '@shop/service/env';
import { type RunningShop, startShop } from '@shop/testing/shop';
import { type Bar, barChart, writeChart } from '../charts.ts';
import { brokerCpu, readUsage, type Usage, usagePerUnit } from '../usage.ts';
import { bareInserts, barePublishes } from './ceilings.ts';
import { prepareShop, runOrders } from './customers.ts';

// Measures how many orders per second the whole shop processes from placed to paid, through the gateway, and
// the limits of this machine's PostgreSQL and broker: rows and messages one at a time, equally durable.
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    bus: { type: 'string' },
    /** Also writes the figures to this file. */
    json: { type: 'string' },
    /** Also draws docs/charts/purchase.svg. */
    charts: { type: 'boolean' },
  },
});
const orders = Number(values.orders);
const rounds = Number(values.rounds);
const ceilingSeconds = 3;

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const median = (list: readonly number[]) =>
  at(
    list.toSorted((a, b) => a - b),
    0.5,
  );

const withBroker = async ({ commits, cpuMs }: Usage): Promise<Usage> => ({
  commits,
  cpuMs: { ...cpuMs, ...(await brokerCpu()) },
});

type Round = Readonly<Record<'inserts' | 'publishes' | 'perSecond' | 'p95' | 'ratio', number>> &
  Usage;

async function bench(shop: RunningShop, rabbitmqUrl: string | undefined) {
  const database = shop.databaseUrls['order'] ?? '';
  const address: BusAddress = rabbitmqUrl
    ? { driver: 'rabbitmq', url: rabbitmqUrl }
    : { driver: 'postgres', url: shop.databaseUrls['bus'] ?? '' };
  const prepared = await prepareShop(shop.url);
  // Warms up.
  await runOrders(shop.url, database, prepared, Math.ceil(orders / 4));
  const results: Round[] = [];
  for (let n = 0; n < rounds; n++) {
    const inserts = await bareInserts(database, ceilingSeconds);
    const publishes = await barePublishes(address, ceilingSeconds);
    const before = await withBroker(await readUsage(shop));
    const { seconds, latencies, polls } = await runOrders(shop.url, database, prepared, orders);
    const used = usagePerUnit(before, await withBroker(await readUsage(shop)), orders, {
      order: polls,
    });
    const perSecond = orders / seconds;
    results.push({
      inserts,
      publishes,
      perSecond,
      p95: at(
        latencies.toSorted((a, b) => a - b),
        0.95,
      ),
      ratio: perSecond / Math.min(inserts, publishes),
      ...used,
    });
  }
  const of = (name: Exclude<keyof Round, keyof Usage>) => median(results.map((one) => one[name]));
  const commits = medians(results.map((one) => one.commits));
  const cpuMs = medians(results.map((one) => one.cpuMs));
  return {
    commits,
    cpuMs,
    figures: {
      'orders/s': Math.round(of('perSecond')),
      'p95 ms': Math.round(of('p95')),
      'inserts/s': Math.round(of('inserts')),
      'publishes/s': Math.round(of('publishes')),
      'share of the lower limit': of('ratio').toFixed(3),
      'commits/order': sumOf(commits).toFixed(1),
      'CPU ms/order': Math.round(sumOf(cpuMs)),
    },
  };
}

/** Returns the median of each figure. */
const medians = (rounds: readonly Readonly<Record<string, number>>[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(rounds[0] ?? {}).map((name) => [
      name,
      Number(median(rounds.map((one) => one[name] ?? 0)).toFixed(1)),
    ]),
  );

const sumOf = (figures: Readonly<Record<string, number>>): number =>
  Object.values(figures).reduce((sum, figure) => sum + figure, 0);

type Result = Awaited<ReturnType<typeof bench>>;
const table: Record<string, Result> = {};
for (const driver of ['postgres', 'rabbitmq'].filter((name) => (values.bus ?? name) === name)) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-bench-broker-'));
  const broker = driver === 'rabbitmq' ? await createKillableRabbitmq(folder) : undefined;
  if (driver === 'rabbitmq' && !broker) {
    console.warn('RabbitMQ server is not installed: its figures are omitted.');
    continue;
  }
  const shop = await startShop({ LOG_LEVEL: 'warn', RABBITMQ_URL: broker?.directUrl ?? '' });
  try {
    table[driver] = await bench(shop, broker?.directUrl);
  } finally {
    await shop.stop();
    await broker?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}
const tableOf = (part: keyof Result) =>
  console.table(Object.fromEntries(Object.entries(table).map(([name, one]) => [name, one[part]])));
tableOf('figures');
console.log('Commits per order, by database:');
tableOf('commits');
console.log(
  'CPU ms per order, by process (graph and worker of a service share one; pg: PostgreSQL for a database):',
);
tableOf('cpuMs');

/** Processes of PostgreSQL and small ones are drawn together. */
function partsOf(cpuMs: Result['cpuMs']): Bar['parts'] {
  const parts: Record<string, number> = {};
  for (const [name, ms] of Object.entries(cpuMs)) {
    const part = name.startsWith('pg') ? 'PostgreSQL' : ms < 1 ? 'others' : name;
    parts[part] = (parts[part] ?? 0) + ms;
  }
  return parts;
}
if (values.charts) {
  const bars = Object.entries(table).map(([name, { cpuMs }]) => ({
    name: name === 'postgres' ? 'embedded bus' : 'RabbitMQ',
    parts: partsOf(cpuMs),
  }));
  await writeChart('purchase', barChart('CPU ms of one paid order, by process', bars));
}
if (values.json) await writeFile(values.json, JSON.stringify(table, null, 2));

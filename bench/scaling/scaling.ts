import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { barChart, lineChart, writeChart } from '../charts.ts';
import { median } from '../measure.ts';
import { sendMany } from '../reads/load.ts';
import { prepareReads } from '../reads/operations.ts';
import { prepareShop, runOrders } from '../saga/customers.ts';
import { type Measured, startSets, startWorkers } from './replicas.ts';

// Measures throughput over replicas of the gateway and the subgraphs behind nginx, and over the processes of one gateway
// (GATEWAY_WORKERS), with the CPU time of each process for one request. The numbers of replicas take turns. On a machine with
// few cores the CPU is soon the limit: the share of a core that the busiest process uses tells whether a process was.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '400' },
    orders: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    inFlight: { type: 'string', default: '20' },
    replicas: { type: 'string', default: '4' },
    /** Also writes the figures to this file. */
    json: { type: 'string' },
    /** Also draws docs/charts/scaling.svg and scaling-cpu.svg. */
    charts: { type: 'boolean' },
  },
});
const [requests, orders] = [Number(values.requests), Number(values.orders)];
const [rounds, inFlight] = [Number(values.rounds), Number(values.inFlight)];
const names = ['user', 'product', 'order', 'inventory'];

type Figures = Readonly<Record<string, number>>;
type Run = { readonly name: string; readonly units: number; readonly run: () => Promise<unknown> };

/** `order-2` and `order` are parts of order, `pg order` and `pg` of PostgreSQL. */
const kindOf = (name: string): string => {
  if (name.startsWith('pg')) return 'PostgreSQL';
  return name.replace(/-\d+$/, '');
};

/** Runs once. Returns its figures; `busiest` is the share of a core that the busiest process of the shop used. */
async function measureRun(shop: Measured, { units, run }: Run): Promise<Figures> {
  const [before, began] = [await shop.cpuMs(), performance.now()];
  await run();
  const [after, ms] = [await shop.cpuMs(), performance.now() - began];
  const used = Object.entries(after).map(
    ([name, all]) => [name, all - (before[name] ?? 0)] as const,
  );
  const kinds: Record<string, number> = {};
  for (const [name, cpu] of used) kinds[kindOf(name)] = (kinds[kindOf(name)] ?? 0) + cpu / units;
  const own = used.filter(([name]) => name !== 'others').map(([, cpu]) => cpu);
  const sum = own.reduce((all, cpu) => all + cpu, 0);
  return {
    'units/s': (units / ms) * 1_000,
    'CPU ms': sum / units,
    'units per CPU s': (units / sum) * 1_000,
    busiest: Math.max(...own) / ms,
    'all cores': used.reduce((all, [, cpu]) => all + cpu, 0) / ms,
    ...kinds,
  };
}

/** Measures every run for each choice, in turn. Returns the medians by run and choice. */
async function takeTurns<T>(
  shop: Measured,
  choices: readonly T[],
  runsOf: (choice: T) => readonly Run[],
) {
  const results = new Map<string, Map<T, Figures[]>>();
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const choice of choices) {
      for (const run of runsOf(choice)) {
        const figures = await measureRun(shop, run);
        const byChoice = results.get(run.name) ?? new Map<T, Figures[]>();
        if (round > 0) byChoice.set(choice, [...(byChoice.get(choice) ?? []), figures]);
        results.set(run.name, byChoice);
      }
    }
  }
  return Object.fromEntries(
    [...results].map(([name, byChoice]) => [
      name,
      Object.fromEntries([...byChoice].map(([choice, all]) => [String(choice), medians(all)])),
    ]),
  );
}

const medians = (all: readonly Figures[]): Figures => {
  const names = new Set(all.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...names].map((name) => [name, median(all.map((one) => one[name] ?? 0))]),
  );
};

async function measureReplicas() {
  const shop = await startSets(names, Number(values.replicas));
  try {
    const url = shop.urlOf(1);
    const prepared = await prepareShop(url);
    const { floor, 'list of 20 products': list } = await prepareReads(url);
    if (!floor || !list) throw new Error('The reads have other names.');
    return await takeTurns(shop, shop.counts, (count) => {
      const send = (read: typeof list) => () =>
        sendMany(shop.urlOf(count), read, { requests, inFlight });
      const buy = () => runOrders(shop.urlOf(count), shop.orderDatabase, prepared, orders);
      return [
        { name: '{ __typename }', units: requests, run: send(floor) },
        { name: 'list of 20 products', units: requests, run: send(list) },
        { name: 'purchase', units: orders, run: buy },
      ];
    });
  } finally {
    await shop.stop();
  }
}

async function measureWorkers() {
  const counts = [1, 2, 4];
  const shop = await startWorkers(counts);
  const read = { query: '{ __typename }', isComplete: () => true };
  const units = requests * 4;
  try {
    return await takeTurns(shop, counts, (count) => {
      const run = () => sendMany(shop.urlOf(count), read, { requests: units, inFlight });
      return [{ name: 'GATEWAY_WORKERS, { __typename }', units, run }];
    });
  } finally {
    await shop.stop();
  }
}

const before = loadavg();
const results = { ...(await measureReplicas()), ...(await measureWorkers()) };
/** The rest is in the file of --json. */
const columns = [
  ...['units/s', 'CPU ms', 'units per CPU s', 'busiest', 'all cores'],
  ...['gateway', ...names, 'order-worker', 'inventory-worker', 'notification', 'PostgreSQL'],
];
const rounded = (value: number): number => Number(value.toPrecision(3));
for (const [name, byCount] of Object.entries(results)) {
  console.log(`${name}, by replicas:`);
  console.table(
    Object.fromEntries(
      Object.entries(byCount).map(([count, figures]) => [
        count,
        Object.fromEntries(
          Object.entries(figures)
            .filter(([key]) => columns.includes(key))
            .map(([key, one]) => [key, rounded(one)]),
        ),
      ]),
    ),
  );
}
console.log(`load average before ${before[0]}, after ${loadavg()[0]}`);
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
if (values.charts) {
  const lines = Object.entries(results).map(([name, byCount]) => ({
    name,
    points: Object.entries(byCount).map(
      ([count, one]) =>
        [Number(count), (one['units/s'] ?? 0) / (byCount['1']?.['units/s'] ?? 1)] as const,
    ),
  }));
  await writeChart(
    'scaling',
    lineChart('Throughput over replicas, 1 = one of each, two cores', lines),
  );
  const parts = (one: Figures) =>
    Object.fromEntries(['gateway', ...names, 'PostgreSQL'].map((name) => [name, one[name] ?? 0]));
  const bars = Object.entries(results['list of 20 products'] ?? {}).map(([count, one]) => ({
    name: `${count} of each`,
    parts: parts(one),
  }));
  await writeChart('scaling-cpu', barChart('CPU ms of a list of 20 products over replicas', bars));
}

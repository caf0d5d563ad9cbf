import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { randomFrom } from '@shop/testing/random';
import { assumptions, type Capacity, capacityOf, type Measured } from './model.ts';
import { simulate, waitsLonger } from './queueing.ts';

// Computes what loads need from measured.json: the cores and replicas of each component, and which limit comes first.
// --reads and --saga take files that those benchmarks have written with --json, and write a new measured.json.
const { values } = parseArgs({
  options: {
    loads: { type: 'string', default: '1,60,600,6000,30000,100000' },
    /** Replaces assumptions: --assume lists=50,logins=1 */
    assume: { type: 'string', default: '' },
    reads: { type: 'string' },
    saga: { type: 'string' },
    /** Checks the waits of the largest load by simulating arrivals. */
    simulate: { type: 'boolean', default: false },
  },
});
const file = new URL('measured.json', import.meta.url);

type Table = Record<string, Record<string, number>>;
const json = async <T>(path: string | URL): Promise<T> => JSON.parse(await readFile(path, 'utf8'));

/** Argon2id with the parameters of the shop; a login is a read of the viewer and this. */
const argonMs = 24.3;

/** The components that take part in a request; what others used meanwhile is the background of the whole shop. */
const components = {
  'cached list': ['gateway'],
  list: ['gateway', 'product', 'inventory', 'pg product', 'pg inventory'],
  viewer: ['gateway', 'user', 'pg user'],
  orders: ['gateway', 'user', 'order', 'inventory', 'pg user', 'pg order', 'pg inventory'],
};

/** Leaves the CPU time of some components, with three digits. */
const partsOf = (names: readonly string[], cpuMs: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(names.map((name) => [name, Number((cpuMs[name] ?? 0).toPrecision(3))]));

/** Of a purchase: processes of PostgreSQL for all databases count for order, which writes most. */
const purchaseOf = ({ pg = 0, ...cpuMs }: Readonly<Record<string, number>> = {}) => ({
  ...partsOf(['gateway', 'product', 'order', 'inventory', 'RabbitMQ'], cpuMs),
  // In `npm start` the small workers share a process, named after the first.
  notification: cpuMs['dead-letter'] ?? 0,
  ...partsOf(['pg product', 'pg inventory', 'pg notification'], cpuMs),
  'pg order': Number((pg + (cpuMs['pg order'] ?? 0)).toPrecision(3)),
});

async function collect(readsFile: string, sagaFile: string): Promise<void> {
  const { off = {}, on = {} } = await json<Record<string, Table>>(readsFile);
  const { rabbitmq } = await json<Record<string, Record<string, Record<string, number>>>>(sagaFile);
  const viewer = partsOf(components.viewer, off['me']);
  const measured: Measured = {
    cpuMs: {
      'cached list': partsOf(components['cached list'], on['list of 20 products']),
      list: partsOf(components.list, off['list of 20 products']),
      viewer,
      orders: partsOf(components.orders, off['my orders']),
      purchase: purchaseOf(rabbitmq?.['cpuMs']),
      login: { ...viewer, user: Number(((viewer['user'] ?? 0) + argonMs).toPrecision(3)) },
    },
    ceilings: {
      'confirmed messages': rabbitmq?.['figures']?.['publishes/s'] ?? Number.NaN,
      'durable rows': rabbitmq?.['figures']?.['inserts/s'] ?? Number.NaN,
    },
  };
  await writeFile(file, `${JSON.stringify(measured, null, 2)}\n`);
}

if (values.reads && values.saga) await collect(values.reads, values.saga);
const measured = await json<Measured>(file);
const changes = values.assume
  .split(',')
  .filter(Boolean)
  .map((one) => one.split('='));
const given = {
  ...assumptions,
  ...Object.fromEntries(changes.map(([name = '', value]) => [name, Number(value)])),
};

const subgraphs = ['user', 'product', 'order', 'inventory', 'notification'];
const sum = ({ parts }: Capacity, chosen: (name: string) => boolean, of: 'cores' | 'servers') =>
  parts.filter(({ name }) => chosen(name)).reduce((all, part) => all + part[of], 0);
const short = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(value < 100 ? 2 : 3))) : 'none';
const percent = (value: number) => `${short(value * 100)} %`;

function row(capacity: Capacity): string {
  const of = (chosen: (name: string) => boolean) =>
    `${short(sum(capacity, chosen, 'cores'))} (${short(sum(capacity, chosen, 'servers'))})`;
  const [first, second] = capacity.limits.map(({ name, used }) => `${name} ${percent(used)}`);
  return `| ${[
    capacity.ordersPerMinute.toLocaleString('en'),
    short(capacity.requestsPerSecond),
    percent(capacity.cached),
    of((name) => name === 'gateway'),
    of((name) => subgraphs.includes(name)),
    of((name) => name.startsWith('pg ')),
    of((name) => name === 'RabbitMQ'),
    short(sum(capacity, () => true, 'cores')),
    `${first}; ${second}`,
  ].join(' | ')} |`;
}

const capacities = values.loads.split(',').map((load) => capacityOf(measured, Number(load), given));
console.log(
  [
    '| orders/min | requests/s | lists cached | gateway: cores (processes) | subgraphs and workers | PostgreSQL | RabbitMQ | cores in all | limits, with the share that is used |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|---|',
    ...capacities.map(row),
  ].join('\n'),
);
const largest = capacities.at(-1);
console.log(`\nAll limits at ${largest?.ordersPerMinute} orders a minute:`);
for (const { name, used } of largest?.limits ?? [])
  console.log(`  ${percent(used).padStart(8)}  ${name}`);
if (values.simulate && largest) {
  const random = randomFrom(7);
  const waits = largest.parts
    .filter(({ servers, cores }) => Number.isFinite(servers) && cores > 0)
    .map(({ name, cores, servers }) => {
      // One millisecond of work each: the shape of the queue depends on the load alone.
      const station = { arrivals: cores * 1_000, serviceMs: 1, servers };
      const late = [waitsLonger(station, 1), simulate(station, 1, 100_000, random)];
      return [name, { cores, servers, 'later than 1 ms, formula': late[0], simulated: late[1] }];
    });
  console.table(Object.fromEntries(waits));
}

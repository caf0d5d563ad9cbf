import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startShop } from '@shop/testing/shop';
import { Pool } from 'undici';
import { lineChart, writeChart } from '../charts.ts';

// Sends requests with thousands of different operations to the whole shop, and prints the memory of each process in
// between: what is cached for operations must not grow without end. Of a million requests most repeat the same few hundred
// operations, as those of a shop front do; the others send all operations in turn, so that each is forgotten in between
// and is parsed, planned and compiled again.
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    operations: { type: 'string', default: '10000' },
    /** Share of the requests that send the operations in turn; the rest repeats the popular ones. */
    share: { type: 'string', default: '0.04' },
    popular: { type: 'string', default: '200' },
    inFlight: { type: 'string', default: '20' },
    /** Ends after this time at the latest. */
    minutes: { type: 'string', default: '10000' },
    /** Rows of the table. */
    samples: { type: 'string', default: '20' },
    /** Also writes the table to this file, as Markdown. */
    markdown: { type: 'string' },
    /** Also draws docs/charts/memory.svg. */
    charts: { type: 'boolean' },
  },
});
const requests = Number(values.requests);
const operations = Number(values.operations);
const share = Number(values.share);
const popular = Number(values.popular);
const inFlight = Number(values.inFlight);
const samples = Number(values.samples);
const deadline = Date.now() + Number(values.minutes) * 60_000;

const fields = [
  'slug',
  'description',
  'inStock',
  'publishedAt',
  'options { name values }',
  'images { url alt }',
];

/** Returns an operation that the gateway has to parse, analyse, plan and compile for itself. */
function operationOf(n: number): string {
  const some = fields.filter((_, bit) => (n >> bit) & 1);
  // Stock is cached for 5 seconds, the rest for a minute.
  const stock = n % 4 === 0 ? 'availability { status }' : '';
  return `query Soak${n} { a${n}: products(first: ${1 + (n % 3)}) { nodes { id title ${some.join(' ')}
    variants { sku price { amount } ${stock} } } } }`;
}

const shop = await startShop({ LOG_LEVEL: 'warn' });
const processes = new Map(
  Object.entries(shop.services)
    .filter(([name]) => !name.endsWith('-worker'))
    .map(([name, { pid, metricsPort }]) => [name, { pid, metricsPort }]),
);

/** Returns the megabytes of a process: resident, used in its heap, committed for its heap, outside of it. */
async function memoryOf({ pid, metricsPort }: { pid: number; metricsPort: number }) {
  const [status, metrics] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((response) => response.text()),
  ]);
  const rss = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
  const megabytes = (metric: string) =>
    Math.round(Number(new RegExp(`^${metric}\\S* (\\S+)`, 'm').exec(metrics)?.[1]) / 2 ** 20);
  return {
    rss: Math.round(rss),
    heap: megabytes('nodejs_heap_size_used_bytes'),
    heapTotal: megabytes('nodejs_heap_size_total_bytes'),
    external: megabytes('nodejs_external_memory_bytes'),
  };
}

type Row = Readonly<Record<string, number>>;

async function sample(sent: number): Promise<Row> {
  const rows = await Promise.all(
    [...processes].map(async ([name, process]) => [name, await memoryOf(process)] as const),
  );
  const gateway = rows.find(([name]) => name === 'gateway')?.[1];
  return {
    requests: sent,
    ...Object.fromEntries(rows.map(([name, { rss }]) => [`${name} RSS`, rss])),
    'gateway heap': gateway?.heap ?? Number.NaN,
    'gateway heap, committed': gateway?.heapTotal ?? Number.NaN,
    'gateway external': gateway?.external ?? Number.NaN,
  };
}

const { origin, pathname: path } = new URL(shop.url);
const pool = new Pool(origin, { connections: inFlight });
const headers = { 'content-type': 'application/json' };

let unavailable = 0;

/** Returns which operation a request sends: one of all in turn, or one of the popular ones. */
function operationAt(n: number): number {
  const turns = Math.floor(n * share);
  const isTurn = turns < Math.floor((n + 1) * share);
  return isTurn ? turns % operations : n % popular;
}

async function sendOne(n: number): Promise<void> {
  const body = JSON.stringify({ query: operationOf(operationAt(n)) });
  const response = await pool.request({ method: 'POST', path, headers, body });
  const text = await response.body.text();
  if (text.startsWith('{"data":{') && !text.includes('"errors"')) return;
  // On a machine with much other work a subgraph may not respond in time.
  if (!text.includes('"SERVICE_UNAVAILABLE"')) throw new Error(text.slice(0, 500));
  unavailable++;
}

const table: Row[] = [];
try {
  let next = 0;
  for (let part = 0; part <= samples && Date.now() < deadline; part++) {
    const end = Math.round((requests * part) / samples);
    const client = async () => {
      while (next < end && Date.now() < deadline) await sendOne(next++);
    };
    await Promise.all(Array.from({ length: inFlight }, client));
    const row = await sample(next);
    table.push(row);
    console.log(JSON.stringify(row));
  }
} finally {
  await pool.close();
  await shop.stop();
}
const names = Object.keys(table[0] ?? {});
const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
const markdown = [
  line(names),
  line(names.map(() => '--:')),
  ...table.map((row) => line(names.map((name) => row[name]))),
].join('\n');
console.log(markdown);
console.log(`${unavailable} responses were SERVICE_UNAVAILABLE.`);
if (values.charts) {
  const drawn = [
    ...['gateway RSS', 'gateway heap, committed', 'gateway heap'],
    ...['product RSS', 'inventory RSS', 'order RSS'],
  ];
  const lines = drawn.map((name) => ({
    name,
    points: table.map((row) => [row['requests'] ?? 0, row[name] ?? 0] as const),
  }));
  await writeChart('memory', lineChart('Memory in MB, by requests', lines));
}
if (values.markdown) await writeFile(values.markdown, `${markdown}\n`);

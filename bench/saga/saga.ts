import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createKillableRabbitmq } from '@shop/messaging/testing';
import type { BusAddress } from '@shop/service/env';
import { type RunningShop, startShop } from '@shop/testing/shop';
import pg from 'pg';
import { bareInserts, barePublishes } from './ceilings.ts';
import { prepareShop, runOrders } from './customers.ts';

// Measures how many orders per second the whole shop processes from placed to paid, through the gateway, and
// the limits of this machine's PostgreSQL and broker: rows and messages one at a time, equally durable.
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    bus: { type: 'string' },
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

/** Counts the committed transactions of the shop's databases, including those of the benchmark itself. */
async function commits(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(
    `SELECT sum(xact_commit) AS n FROM pg_stat_database WHERE datname LIKE 'shop_%'`,
  );
  await client.end();
  return Number(rows[0]?.n ?? 0);
}

type Round = Readonly<
  Record<'inserts' | 'publishes' | 'perSecond' | 'p95' | 'commits' | 'ratio', number>
>;

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
    const before = await commits(database);
    const { seconds, latencies } = await runOrders(shop.url, database, prepared, orders);
    const perSecond = orders / seconds;
    results.push({
      inserts,
      publishes,
      perSecond,
      p95: at(
        latencies.toSorted((a, b) => a - b),
        0.95,
      ),
      commits: ((await commits(database)) - before) / orders,
      ratio: perSecond / Math.min(inserts, publishes),
    });
  }
  const of = (name: keyof Round) => median(results.map((one) => one[name]));
  return {
    'orders/s': Math.round(of('perSecond')),
    'p95 ms': Math.round(of('p95')),
    'inserts/s': Math.round(of('inserts')),
    'publishes/s': Math.round(of('publishes')),
    'share of the lower limit': of('ratio').toFixed(3),
    'commits/order': of('commits').toFixed(1),
  };
}

const table: Record<string, Awaited<ReturnType<typeof bench>>> = {};
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
console.table(table);

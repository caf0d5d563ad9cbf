import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { createMortalBroker } from '../e2e/chaos/broker.ts';
import { openDoors, run } from './saga/customers.ts';
import { startShop } from './saga/shop.ts';

const orders = Number(process.argv[2] ?? 500);
const broker =
  process.argv[3] === 'rabbitmq' ? await createMortalBroker('/tmp/cpu-broker') : undefined;
const shop = await startShop(broker?.address);
const snap = () => {
  const out = new Map<string, number>();
  const all = readdirSync('/proc').filter((x) => /^\d+$/.test(x));
  const parent = new Map<number, number>();
  const info = new Map<number, [string, number]>();
  for (const p of all) {
    try {
      const stat = readFileSync(`/proc/${p}/stat`, 'utf8');
      const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const cmd = readFileSync(`/proc/${p}/cmdline`, 'utf8').split('\0');
      parent.set(Number(p), Number(rest[1]));
      const env = cmd.join(' ');
      const name = /postgres/.test(cmd[0] ?? '')
        ? env.match(/postgres: (\S+ \S+)/)?.[0].includes('writer') ||
          /checkpointer|walwriter|background/.test(env)
          ? 'pg-bg'
          : 'pg ' + (env.match(/postgres: \S+ (\S+)/)?.[1] ?? '')
        : (env.match(/(subgraphs|workers|gateway)[^ ]*/)?.[0] ?? cmd.slice(0, 2).join(' '));
      info.set(Number(p), [name, Number(rest[11]) + Number(rest[12])]);
    } catch {}
  }
  const isOurs = (p: number): boolean => {
    let q: number | undefined = p;
    while (q && q > 1) {
      if (q === process.pid) return true;
      q = parent.get(q);
    }
    return false;
  };
  for (const [p, [name, t]] of info)
    if (isOurs(p) || /^pg/.test(name)) out.set(name, (out.get(name) ?? 0) + t * 10);
  return out;
};
const doors = await openDoors(shop.url);
const db = shop.databaseUrls['order'] ?? '';
await run(shop.url, db, doors, 300);
const client = new pg.Client({ connectionString: db });
await client.connect();
const commits = async () =>
  (
    await client.query(
      `select datname, xact_commit::int n from pg_stat_database where datname is not null`,
    )
  ).rows as { datname: string; n: number }[];
await new Promise((r) => setTimeout(r, 3000));
const c0 = await commits();
const a = snap();
const { seconds, latencies } = await run(shop.url, db, doors, orders);
await new Promise((r) => setTimeout(r, 3000));
const b = snap();
const c1 = await commits();
let sum = 0;
for (const [k, v] of [...b].sort(
  (x, y) => y[1] - (a.get(y[0]) ?? 0) - (x[1] - (a.get(x[0]) ?? 0)),
)) {
  const d = (v - (a.get(k) ?? 0)) / orders;
  if (d > 0.1) {
    console.log(d.toFixed(2), k);
    sum += d;
  }
}
console.log(
  'sum',
  sum.toFixed(1),
  'orders/s',
  (orders / seconds).toFixed(1),
  'p50',
  latencies.sort((x, y) => x - y)[Math.floor(latencies.length / 2)]?.toFixed(0),
);
console.log(
  c1
    .map(
      ({ datname, n }) =>
        `${datname} ${((n - (c0.find((x) => x.datname === datname)?.n ?? 0)) / orders).toFixed(1)}`,
    )
    .join(', '),
);
await client.end();
await shop.stop();
await broker?.stop();

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReplicatedShop, startSupervisedPostgres } from '@shop/scripts/testing';
import { until } from '@shop/service/until';
import { withoutRateLimits } from '@shop/testing/shop';
import { prepareCatalogue } from '../chaos/prepare-catalogue.ts';
import { startBalancer } from './balancer.ts';
import { runLoad } from './load.ts';

// Restarts each process of the shop in turn while customers order, and counts the requests that fail: none may. Two of the
// gateway and of each subgraph that customers reach run behind a balancer; the others run once, and their work waits.
const replicated = ['gateway', 'user', 'product', 'order', 'inventory'];
const customers = 4;
/** Longer than the 5 s for which clients of undici hold an idle connection open at most. */
const drainMs = 6_000;
const deadlineMs = 120_000;

const folder = await mkdtemp(join(tmpdir(), 'shop-restarts-'));
const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
const shop = await startReplicatedShop({
  ...{ folder, postgresUrl: postgres.url },
  replicated: Object.fromEntries(replicated.map((name) => [name, 2])),
  environment: { ...withoutRateLimits, DRAIN_MS: String(drainMs) },
});
const balancers = await Promise.all(
  replicated.map((name) =>
    startBalancer(
      shop.ports[name] ?? 0,
      shop.processes.filter(({ of }) => of === name),
    ),
  ),
);
await shop.start();
const balanced = () => balancers.every((balancer) => balancer.readyReplicas() === 2);
await until('all replicas to be ready', balanced, { deadlineMs });
const url = `http://127.0.0.1:${shop.ports['gateway']}/graphql`;
const { variantIds } = await prepareCatalogue(url, 100_000);

/** Stops a process by a signal, and waits until its successor is ready. */
async function restart(name: string, signal: NodeJS.Signals): Promise<string> {
  const pid = shop.pid(name);
  if (pid === undefined) throw new Error(`${name} is not running`);
  const began = performance.now();
  process.kill(pid, signal);
  const isAgain = async () => shop.pid(name) !== pid && (await shop.isReady(name));
  await until(`${name} to be ready again`, isAgain, { deadlineMs, everyMs: 200 });
  await until('all replicas to be ready', balanced, { deadlineMs });
  return `${shop.endOf(name)} after ${signal}, ready again after ${Math.round(performance.now() - began)} ms`;
}

let isOver = false;
const load = runLoad(url, variantIds[0] ?? '', customers, () => isOver);
const ends: string[] = [];
for (const [n, { name }] of shop.processes.entries()) {
  const end = await restart(name, n % 2 === 0 ? 'SIGTERM' : 'SIGINT');
  console.log(end);
  ends.push(end);
}
isOver = true;
const { requests, orders, failures } = await load;
for (const failure of failures) console.log(failure);
console.log(`${requests} requests, ${orders} orders paid, ${failures.length} failed`);
await shop.stop();
await Promise.all(balancers.map((balancer) => balancer.close()));
await postgres.stop();
await rm(folder, { recursive: true, force: true });
const isClean = ends.every((end) => end.includes('ended with code 0'));
process.exit(failures.length === 0 && orders > 0 && isClean ? 0 : 1);

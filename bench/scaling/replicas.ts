import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envPrefix } from '@shop/schema';
import { startReplicatedShop, startSupervisedPostgres } from '@shop/scripts/testing';
import { freePort } from '@shop/service/ports';
import { startNginx } from '@shop/testing/nginx';
import { withoutRateLimits } from '@shop/testing/shop';
import { cpuByProcess } from '../usage.ts';

/** Connections of nginx to its replicas that stay open. */
const idle = 64;

type ReplicaOptions = {
  readonly replicated: Readonly<Record<string, number>>;
  readonly environmentOf: (name: string, n: number) => Readonly<Record<string, string>>;
};

/** Starts several of some processes of the shop, with its demonstration data and without a response cache. */
async function startReplicas({ replicated, environmentOf }: ReplicaOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-scaling-'));
  const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
  const shop = await startReplicatedShop({
    ...{ folder, postgresUrl: postgres.url, replicated, environmentOf },
    seeded: ['user', 'product', 'inventory'],
    environment: { ...withoutRateLimits, RESPONSE_CACHE: 'off' },
  });
  await shop.start();
  return {
    folder,
    orderDatabase: shop.databaseUrls['order'] ?? '',
    portsOf: (name: string) =>
      shop.processes.filter(({ of }) => of === name).map(({ port }) => port),
    /** CPU time by process so far: `order-1`, `pg order`; nginx and the load itself are `others`. */
    cpuMs() {
      const names = shop.processes.map(({ name }) => [shop.pid(name) ?? 0, name] as const);
      return cpuByProcess(process.pid, new Map(names));
    },
    async stop() {
      await shop.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    },
  };
}

export type Measured = Pick<Awaited<ReturnType<typeof startReplicas>>, 'cpuMs'>;

const urlOf = (port: number | undefined) => `http://127.0.0.1:${port}/graphql`;

/** Where a gateway finds the subgraphs, and the keys and revocations of access tokens. */
const addressesOf = (names: readonly string[], portOf: (name: string) => number | undefined) => ({
  ACCESS_TOKEN_JWKS_URL: `http://127.0.0.1:${portOf('user')}/.well-known/jwks.json`,
  REVOCATIONS_URL: `http://127.0.0.1:${portOf('user')}/revocations`,
  ...Object.fromEntries(
    names.map((name) => [`${envPrefix(name)}_SUBGRAPH_URL`, urlOf(portOf(name))]),
  ),
});

/**
 * Starts sets of replicas behind nginx: the set of `count` has this many gateways of its own, in front of the first `count` of
 * each subgraph. So the sets can take turns.
 */
export async function startSets(names: readonly string[], largest: number) {
  const counts = Array.from({ length: largest }, (_, n) => n + 1);
  /** The set of each gateway: 1, 2, 2, 3, 3, 3. */
  const setOf = counts.flatMap((count) => Array.from({ length: count }, () => count));
  const entries = ['gateway', ...names].flatMap((name) => counts.map((n) => [name, n] as const));
  const ports = new Map<string, number>();
  for (const [name, count] of entries) ports.set(`${name}_${count}`, await freePort());
  const shop = await startReplicas({
    replicated: {
      gateway: setOf.length,
      ...Object.fromEntries(names.map((name) => [name, largest])),
    },
    environmentOf: (process, n) =>
      process === 'gateway'
        ? addressesOf(names, (name) => ports.get(`${name}_${setOf[n - 1]}`))
        : {},
  });
  const balanced = entries.map(([name, count]) => {
    const replicas = shop
      .portsOf(name)
      .filter((_, n) => (name === 'gateway' ? setOf[n] === count : n < count));
    return [`${name}_${count}`, { port: ports.get(`${name}_${count}`) ?? 0, replicas, idle }];
  });
  const stopNginx = await startNginx(join(shop.folder, 'nginx'), Object.fromEntries(balanced));
  return {
    ...shop,
    counts,
    urlOf: (count: number) => urlOf(ports.get(`gateway_${count}`)),
    async stop() {
      await stopNginx();
      await shop.stop();
    },
  };
}

/** Starts one gateway for each number of GATEWAY_WORKERS, without a balancer. */
export async function startWorkers(counts: readonly number[]) {
  const shop = await startReplicas({
    replicated: { gateway: counts.length },
    environmentOf: (_, n) => ({ GATEWAY_WORKERS: String(counts[n - 1]) }),
  });
  return {
    ...shop,
    urlOf: (count: number) => urlOf(shop.portsOf('gateway')[counts.indexOf(count)]),
  };
}

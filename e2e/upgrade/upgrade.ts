import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBus, silentLog } from '@shop/messaging';
import { buildRelease, newKeys, startShopProcesses } from '@shop/scripts/testing';
import { until } from '@shop/service/until';
import { copyLogs } from '@shop/testing/copy-logs';
import { randomFrom } from '@shop/testing/random';
import { withoutRateLimits } from '@shop/testing/shop';
import { startCustomers } from '../chaos/customers.ts';
import { checkInvariants, type Invariants } from '../chaos/invariants.ts';
import { type OrderPlan, planOrders } from '../chaos/order-plans.ts';
import { prepareCatalogue } from '../chaos/prepare-catalogue.ts';
import { shortTimes, startServers } from '../chaos/servers.ts';
import { type DeadLetterCounts, redriveDeadLetters, untilSettled } from '../chaos/settle.ts';

export type UpgradeOptions = {
  /** A tag, or any commit, of the previous release. */
  readonly release: string;
  readonly orders: number;
  readonly clients: number;
  readonly seed: number;
  readonly log: (text: string) => void;
};

export type UpgradeResult = {
  readonly invariants: Invariants;
  readonly deadLetters: DeadLetterCounts;
};

/** Begins a folder for customers, and lets them execute their plans at a gateway. */
async function letOrder(url: string, folder: string, plans: readonly OrderPlan[], clients: number) {
  await mkdir(folder);
  return startCustomers(url, folder, plans, clients);
}

/**
 * Runs the previous release, built from the history, and starts this one beside it on the same databases and queues,
 * after its migrations. Customers order through both gateways; the previous release stops while they do. Returns what
 * is wrong afterwards.
 */
export async function runUpgrade(options: UpgradeOptions): Promise<UpgradeResult> {
  const { orders, clients, seed, log } = options;
  log(`building ${options.release}`);
  const release = buildRelease(options.release);
  const folder = await mkdtemp(join(tmpdir(), 'shop-upgrade-'));
  const keys = newKeys();
  const stops: (() => Promise<void>)[] = [];
  const onStop = (stop: () => Promise<void>) => void stops.push(stop);
  try {
    const { postgres, mailServer } = await startServers(folder, 'postgres', onStop);
    const start = async (name: string, from?: string) => {
      const processes = await startShopProcesses({
        ...{ folder: join(folder, name), postgresUrl: postgres.url, rabbitmqUrl: undefined, keys },
        ...{ smtpUrl: mailServer.url, logLevel: 'info', ...(from && { release: from }) },
        environment: { ...withoutRateLimits, ...shortTimes },
      });
      onStop(processes.stop);
      return processes;
    };
    log('starting the previous release');
    const previous = await start('previous', release);
    const { variantIds } = await prepareCatalogue(previous.url, orders);
    const plans = planOrders(orders, 0, variantIds, randomFrom(seed));
    const half = Math.ceil(orders / 2);
    const first = plans.slice(0, half);
    const before = await letOrder(previous.url, join(folder, 'before'), first, clients);
    await until('orders of the previous release', async () => before.finished() > half / 4, {
      deadlineMs: 300_000,
    });
    log('migrating, and starting this release beside it');
    const next = await start('next');
    const after = await letOrder(next.url, join(folder, 'after'), plans.slice(half), clients);
    await before.done;
    log('stopping the previous release');
    await previous.stop();
    await after.done;
    log('all orders are placed; waiting for the shop to settle');
    const bus = await createBus(next.bus, silentLog);
    onStop(() => bus.close());
    const shop = { ...next, bus, mailServer };
    await untilSettled(shop);
    const deadLetters = await redriveDeadLetters(shop);
    return { invariants: await checkInvariants(shop, plans), deadLetters };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await copyLogs(folder);
    for (const one of [folder, release]) {
      await rm(one, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    }
  }
}

/** The violated invariants, such as `lostEvents: 3`. Nothing was killed, so every message was handled and sent. */
export const violationsOf = ({ invariants, deadLetters }: UpgradeResult): string[] => {
  const { orders: _, ...numbers } = invariants;
  return Object.entries({ ...numbers, ...deadLetters })
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name}: ${value}`);
};

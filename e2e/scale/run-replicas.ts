import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLogs } from '@shop/testing/copy-logs';
import { randomFrom } from '@shop/testing/random';
import { planOrders } from '../chaos/order-plans.ts';
import { prepareCatalogue } from '../chaos/prepare-catalogue.ts';
import { orderUnderKills } from './order-under-kills.ts';
import { startShopBehindNginx } from './shop-behind-nginx.ts';

export type ReplicasOptions = {
  readonly driver: 'postgres' | 'rabbitmq';
  readonly orders: number;
  readonly seed: number;
};

/** Starts two of every process on a bus, and lets customers order while processes are killed. */
export async function runReplicas({ driver, orders, seed }: ReplicasOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-scale-'));
  const shop = await startShopBehindNginx(folder, {}, driver);
  try {
    const { variantIds } = await prepareCatalogue(shop.url, orders);
    return await orderUnderKills(shop, folder, planOrders(orders, 0, variantIds, randomFrom(seed)));
  } finally {
    await shop.close();
    await copyLogs(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

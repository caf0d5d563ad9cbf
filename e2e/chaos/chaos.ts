import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLogs } from '@shop/testing/copy-logs';
import { randomFrom } from '@shop/testing/random';
import { PlaceOrderDocument } from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';
import { type ChaosShop, startChaosShop } from './chaos-shop.ts';
import { type Customers, startCustomers } from './customers.ts';
import { countDeliveries, type DeliveryCounts } from './deliveries.ts';
import { checkInvariants, type Invariants } from './invariants.ts';
import { type OrderPlan, planOrders } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';
import { prepareCatalogue } from './prepare-catalogue.ts';
import { type DeadLetterCounts, redriveDeadLetters, untilSettled } from './settle.ts';
import { logInStaff } from './sign-in.ts';
import { strikeFaults } from './strike-faults.ts';

export type ChaosOptions = {
  readonly driver: 'postgres' | 'rabbitmq';
  readonly orders: number;
  readonly clients: number;
  /** Determines the orders and the sequence of faults. */
  readonly seed: number;
  readonly log: (text: string) => void;
};

export type ChaosResult = {
  /** How often each fault struck. */
  readonly strikes: ReadonlyMap<string, number>;
  readonly deliveries: DeliveryCounts;
  readonly deadLetters: DeadLetterCounts;
  readonly invariants: Invariants;
  readonly seconds: number;
};

/**
 * Lets customers order while everything that can fail is made to fail, each fault at least once. Waits
 * until the shop has settled, and checks the invariants in its databases.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { orders, clients, seed, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'shop-chaos-'));
  const began = performance.now();
  let shop: ChaosShop | undefined;
  let customers: Customers | undefined;
  try {
    shop = await startChaosShop(folder, options.driver);
    const { url } = shop;
    const random = randomFrom(seed);
    const { variantIds, lockedVariantId } = await prepareCatalogue(url, orders);
    const plans = planOrders(orders, 0, variantIds, random);
    const lockedPlan = planOrders(1, orders, [lockedVariantId], () => 0.99)[0] as OrderPlan;
    const placeOrder = async () => {
      const lines = [{ variantId: lockedVariantId, quantity: 1 }];
      const input = { lines, shippingAddress, idempotencyKey: lockedPlan.key };
      const token = await logInStaff(url);
      await persistentRequest(url, PlaceOrderDocument, { input }, token);
    };
    customers = await startCustomers(url, folder, plans, clients);
    const crashLoop = { variantId: lockedVariantId, placeOrder };
    const strikes = await strikeFaults(shop, customers, {
      ...{ orders, clients, random, crashLoop, log },
    });
    await customers.done;
    log('all orders are placed; waiting for the shop to settle');
    await untilSettled(shop);
    log('the shop has settled; its dead letters are redriven');
    const deadLetters = await redriveDeadLetters(shop);
    const invariants = await checkInvariants(shop, [...plans, lockedPlan]);
    const deliveries = await countDeliveries(shop.logDir);
    const seconds = (performance.now() - began) / 1_000;
    return { strikes, deliveries, deadLetters, invariants, seconds };
  } finally {
    customers?.stop();
    await shop?.close();
    await copyLogs(folder);
    // Killed processes may still be writing files.
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBus, silentLog } from '@shop/messaging';
import { until } from '@shop/service/until';
import { copyLogs } from '@shop/testing/copy-logs';
import { randomFrom } from '@shop/testing/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCustomers } from '../chaos/customers.ts';
import { checkInvariants } from '../chaos/invariants.ts';
import { planOrders } from '../chaos/order-plans.ts';
import { type ChaosCatalogue, prepareCatalogue } from '../chaos/prepare-catalogue.ts';
import { redriveDeadLetters, untilSettled } from '../chaos/settle.ts';
import { nginxIsInstalled, redisIsInstalled } from './nginx.ts';
import { type ReplicatedShop, startReplicatedShop } from './replicated-shop.ts';

const possible = nginxIsInstalled() && redisIsInstalled();
if (!possible) console.warn('SKIPPED: nginx or Redis is not installed');

const orders = 40;
/** Requests a minute of all anonymous clients of an address. */
const limit = 100;
/** Processes of the first replica that are killed while customers order. */
const killed = ['gateway', 'order', 'order-worker', 'inventory', 'inventory-worker', 'product'];
/** How many e-mails the notification worker sends at once, and may leave without a recorded end when it is killed. */
const concurrentEmails = 8;

describe.skipIf(!possible)('two of every process behind nginx', () => {
  let folder: string;
  let shop: ReplicatedShop;
  let catalogue: ChaosCatalogue;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shop-scale-'));
    shop = await startReplicatedShop(folder, { RATE_LIMIT_ANONYMOUS: String(limit) });
    catalogue = await prepareCatalogue(shop.url, orders);
  }, 300_000);
  afterAll(async () => {
    await shop?.close();
    await copyLogs(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }, 120_000);

  it('orders are processed once each while processes of one replica are killed, and no e-mail is sent twice', async () => {
    const plans = planOrders(orders, 0, catalogue.variantIds, randomFrom(7));
    const journals = join(folder, 'customers');
    await mkdir(journals);
    const customers = await startCustomers(shop.url, journals, plans, 4);
    const [first] = shop.replicas;
    for (const [n, name] of killed.entries()) {
      const due = (orders * (n + 1)) / (killed.length + 2);
      await until(`order ${due}`, async () => customers.finished() >= due, { deadlineMs: 600_000 });
      await until(`${name} to run`, async () => first?.kill(name));
    }
    await customers.done;
    const bus = await createBus(first?.bus ?? { driver: 'postgres', url: '' }, silentLog);
    const settled = { ...(first as NonNullable<typeof first>), bus, mailServer: shop.mailServer };
    await untilSettled(settled);
    await redriveDeadLetters(settled);
    const { unsentEmails, ...invariants } = await checkInvariants(settled, plans);
    await bus.close();
    expect(unsentEmails).toBeLessThanOrEqual(concurrentEmails);
    const { orders: placed, ...violations } = invariants;
    expect(placed).toBe(orders);
    expect(Object.entries(violations).filter(([, value]) => value !== 0)).toEqual([]);
  });

  it('the gateways share their rate limits', async () => {
    const statuses: number[] = [];
    const body = '{"query":"{ __typename }"}';
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' };
    for (let n = 0; n < limit * 1.5; n++) {
      // Directly, as a balancer would: in turn.
      const { url = '' } = shop.replicas[n % 2] ?? {};
      statuses.push((await fetch(url, { method: 'POST', headers, body })).status);
    }
    const served = statuses.filter((status) => status === 200).length;
    // A window may end on the way.
    expect(served).toBeGreaterThanOrEqual(limit);
    expect(served).toBeLessThan(limit * 1.5);
    expect(statuses).toContain(429);
  });
});

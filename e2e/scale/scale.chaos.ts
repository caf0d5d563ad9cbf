import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { until } from '@shop/testing';
import { copyLogs } from '@shop/testing/copy-logs';
import { nginxIsInstalled, redisIsInstalled } from '@shop/testing/nginx';
import { randomFrom } from '@shop/testing/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrderPlan, planOrders } from '../chaos/order-plans.ts';
import { persistentRequest } from '../chaos/persistent-request.ts';
import { type ChaosCatalogue, prepareCatalogue } from '../chaos/prepare-catalogue.ts';
import { logIn } from '../chaos/sign-in.ts';
import { PayOrderDocument, PlaceOrderDocument } from '../generated/graphql.ts';
import { shippingAddress } from '../shipping-address.ts';
import { overEvents, overSocket, statusesOf, untilStatus } from '../subscribing.ts';
import { orderUnderKills } from './order-under-kills.ts';
import { type ShopBehindNginx, startShopBehindNginx } from './shop-behind-nginx.ts';

const possible = nginxIsInstalled() && redisIsInstalled();
if (!possible) console.warn('SKIPPED: nginx or Redis is not installed');

const orders = 40;
/** Requests a minute of all anonymous clients of an address. */
const limit = 100;

// On RabbitMQ: npm run chaos -- --replicas.
describe.skipIf(!possible)('two of every process behind nginx', () => {
  let folder: string;
  let shop: ShopBehindNginx;
  let catalogue: ChaosCatalogue;
  let followed: OrderPlan;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shop-scale-'));
    shop = await startShopBehindNginx(folder, { RATE_LIMIT_ANONYMOUS: String(limit) });
    catalogue = await prepareCatalogue(shop.url, orders);
    followed = planOrders(1, orders, [catalogue.lockedVariantId], randomFrom(7))[0] as OrderPlan;
  });
  afterAll(async () => {
    await shop?.close();
    await copyLogs(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  });

  it('clients of either gateway, and of the balancer, receive every change of an order over both transports', async () => {
    const account = { email: demoAccounts.carla.email, password: demoPassword };
    const token = await logIn(shop.url, account);
    const lines = [{ variantId: catalogue.lockedVariantId, quantity: 1 }];
    const input = { lines, shippingAddress, idempotencyKey: followed.key };
    const orderId = await until('order to know the variant', async () => {
      const placed = await persistentRequest(shop.url, PlaceOrderDocument, { input }, token);
      return placed.placeOrder?.order?.id;
    });
    const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { status } }';
    const payload = { query, variables: { id: orderId } };
    const urls = [...shop.replicas.map(({ url }) => url), shop.url];
    const followers = urls.flatMap((url) => [
      overSocket(url, payload, token).messages,
      overEvents(url, payload, token).messages,
    ]);
    await Promise.all(followers.map((one) => untilStatus(one, 'CONFIRMED')));
    const payment = { orderId, paymentToken: 'tok_success', idempotencyKey: `pay-${followed.key}` };
    await persistentRequest(shop.url, PayOrderDocument, { input: payment }, token);
    await Promise.all(followers.map((one) => untilStatus(one, 'PAID')));
    expect(followers).toHaveLength(6);
    for (const one of followers) {
      expect(one.errors).toBeUndefined();
      // Whether the first message has PENDING depends on how fast inventory was.
      expect(new Set(statusesOf(one).filter((status) => status !== 'PENDING'))).toEqual(
        new Set(['CONFIRMED', 'PAID']),
      );
    }
  });

  it('orders are processed once each while processes of one replica are killed, and no e-mail is sent twice', async () => {
    const plans = planOrders(orders, 0, catalogue.variantIds, randomFrom(7));
    const { violated, orders: placed } = await orderUnderKills(shop, folder, plans, [followed]);
    expect(placed).toBe(orders + 1);
    expect(violated).toEqual([]);
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

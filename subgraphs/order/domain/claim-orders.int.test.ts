import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLoaders } from '../loaders.ts';
import { capturing as payments } from '../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
} from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';
import { claimOrders } from './claim-orders.ts';
import { confirmOrder } from './confirm-order.ts';
import { payOrder } from './pay-order.ts';
import { placeOrder } from './place-order.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const lines = [{ variantId: variantA, quantity: 1 }];
let accounts = 0;
/** A user with a new address. */
const newAccount = () => ({ ...newViewer(), email: `claim-${++accounts}@shop.example` });
async function guestOrder(email: string) {
  const input = { lines, email, shippingAddress, idempotencyKey: newKey() };
  const { order, orderToken } = await placeOrder(stores, undefined, input);
  return { id: order.id, orderToken: orderToken ?? '', input };
}
const stored = async (id: string) => (await stores.orders.byIds([id]))[0];

it('an account with a verified address receives the orders of guests with this address, once', async () => {
  const viewer = newAccount();
  const mine = [await guestOrder(viewer.email), await guestOrder(` ${viewer.email.toUpperCase()}`)];
  const other = await guestOrder(`other-${viewer.email}`);
  const mutation = `mutation {
    claimOrders { claimedCount user { orders { nodes { id } totalCount } } userErrors { code } }
  }`;
  const claim = async () => (await execute(stores, mutation, {}, viewer)).data;
  const nodes = mine.map(({ id }) => ({ id })).reverse();
  const user = { orders: { nodes, totalCount: 2 } };
  expect(await claim()).toEqual({ claimOrders: { claimedCount: 2, user, userErrors: [] } });
  expect(await claim()).toEqual({ claimOrders: { claimedCount: 0, user, userErrors: [] } });
  expect((await stored(other.id))?.guest).not.toBeNull();
  for (const { id } of mine) {
    expect(await stores.savedTypes(id)).toEqual(['order.created.v1', 'order.claimed.v1']);
    const [steps] = await stores.orders.timelines([id]);
    expect(steps?.map(({ kind }) => kind)).toEqual(['PLACED', 'CLAIMED']);
  }
});

it('the tokens of a claimed order no longer open it', async () => {
  const viewer = newAccount();
  const { id, orderToken, input } = await guestOrder(viewer.email);
  const guest = createLoaders(stores, undefined).order;
  expect(await guest.load({ id, token: orderToken })).not.toBeNull();
  await claimOrders(stores, viewer);
  expect(await createLoaders(stores, undefined).order.load({ id, token: orderToken })).toBeNull();
  expect(await createLoaders(stores, viewer).order.load({ id })).toMatchObject({ id });
  const again = () => placeOrder(stores, undefined, input);
  expect(await refusalOf(again)).toEqual(['NOT_FOUND idempotencyKey']);
  const row = await stores.prisma.outbox.findFirstOrThrow({
    where: { subject: id, type: 'order.claimed.v1' },
  });
  expect(row.event).toMatchObject({ data: { customerId: viewer.id } });
  expect(row.event).not.toHaveProperty('data.sealedToken');
});

it('an account whose address is not verified receives nothing', async () => {
  const viewer = { ...newAccount(), emailVerified: false };
  const { id } = await guestOrder(viewer.email);
  expect(await refusalOf(() => claimOrders(stores, viewer))).toEqual(['EMAIL_NOT_VERIFIED']);
  expect((await stored(id))?.guest).not.toBeNull();
});

it('of two accounts that claim an order at once, one receives it', async () => {
  const one = newAccount();
  const other = { ...newViewer(), email: one.email };
  const ids = [];
  for (let n = 0; n < 4; n++) ids.push((await guestOrder(one.email)).id);
  const claims = await Promise.all([one, other, one, other].map((v) => claimOrders(stores, v)));
  expect(claims.reduce((sum, { claimedCount }) => sum + claimedCount, 0)).toBe(ids.length);
  const owners = (await stores.orders.byIds(ids)).map((order) => order?.customerId);
  for (const owner of owners) expect([one.id, other.id]).toContain(owner);
  const counts = await stores.lists.countsOf([one.id, other.id], {});
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
  for (const id of ids) {
    expect(await stores.savedTypes(id)).toEqual(['order.created.v1', 'order.claimed.v1']);
  }
});

it('a claim and a payment at once leave the order claimed, and paid once or not at all', async () => {
  for (let n = 0; n < 3; n++) {
    const viewer = newAccount();
    const { id: orderId, orderToken } = await guestOrder(viewer.email);
    await confirmOrder(stores.orders, orderId, paymentWindows);
    const input = { orderId, orderToken, paymentToken: 'tok', idempotencyKey: newKey() };
    const pay = payOrder({ ...stores, payments }, undefined, input);
    const [paid] = await Promise.allSettled([pay, claimOrders(stores, viewer)]);
    const order = await stored(orderId);
    expect(order).toMatchObject({ customerId: viewer.id, guest: null });
    const captured = order?.payments.filter(({ status }) => status === 'CAPTURED') ?? [];
    expect(captured).toHaveLength(order?.status === 'PAID' ? 1 : 0);
    if (paid.status === 'fulfilled') expect(order?.status).toBe('PAID');
    else expect(await refusalOf(() => Promise.reject(paid.reason))).toEqual(['NOT_FOUND orderId']);
  }
});

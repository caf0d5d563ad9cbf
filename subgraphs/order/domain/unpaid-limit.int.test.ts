import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capturing } from '../testing/fake-providers.ts';
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
import { cancelOrder } from './cancel-order.ts';
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
const tooMany = ['TOO_MANY_UNPAID_ORDERS'];
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Places orders under a limit of three, and of five for guests of a client address. */
function customerOf(viewer: Viewer | undefined, email?: string, clientAddress?: string) {
  const ports = { ...stores, unpaidLimit: { ofCustomer: 3, ofNetwork: 5, clientAddress } };
  return (idempotencyKey = newKey()) =>
    placeOrder(ports, viewer, { lines, shippingAddress, idempotencyKey, ...(email && { email }) });
}
type Placed = {
  readonly placeOrder: { readonly userErrors: readonly { readonly code: string }[] };
};
const newEmail = () => `${newId()}@shop.example`;

/** Places orders at the same time. Returns how many were placed, and the refusals. */
async function race(places: readonly (() => Promise<unknown>)[]) {
  const refusals = await Promise.all(
    places.map(async (place) => {
      const placing = place();
      const isPlaced = await placing.then(
        () => true,
        () => false,
      );
      return isPlaced ? [] : refusalOf(() => placing);
    }),
  );
  return {
    placed: refusals.filter((codes) => codes.length === 0).length,
    refused: refusals.filter((codes) => codes.length > 0),
  };
}

describe('the limit of open unpaid orders', () => {
  it('a user has three unpaid orders at most, also when they are placed at once', async () => {
    const place = customerOf(newViewer());
    const { placed, refused } = await race(times(6).map(() => () => place()));
    expect([placed, refused]).toEqual([3, [tooMany, tooMany, tooMany]]);
    expect((await customerOf(newViewer())()).order.status).toBe('PENDING');
  });

  it('the third and the fourth order at once are one order and one refusal', async () => {
    const place = customerOf(newViewer());
    await place();
    await place();
    expect(await race([place, place])).toEqual({ placed: 1, refused: [tooMany] });
  });

  it('a repeated request is answered and a refusal does not use up its key', async () => {
    const viewer = newViewer();
    const place = customerOf(viewer);
    const key = newKey();
    const { order } = await place(key);
    await place();
    await place();
    expect((await place(key)).order.id).toBe(order.id);
    const refused = newKey();
    expect(await refusalOf(() => place(refused))).toEqual(tooMany);
    const cancel = { orderId: order.id, reason: 'changed my mind', idempotencyKey: newKey() };
    await cancelOrder({ ...stores, payments: capturing }, viewer, cancel);
    expect((await place(refused)).order.status).toBe('PENDING');
  });

  it('paid orders do not count, and confirmed ones do', async () => {
    const viewer = newViewer();
    const place = customerOf(viewer);
    const orders = [await place(), await place(), await place()];
    const id = orders[0]?.order.id ?? '';
    await confirmOrder(stores.orders, id, paymentWindows);
    expect(await refusalOf(() => place())).toEqual(tooMany);
    const payment = { orderId: id, paymentToken: 'tok', idempotencyKey: newKey() };
    await payOrder({ ...stores, payments: capturing }, viewer, payment);
    expect((await place()).order.status).toBe('PENDING');
    expect(await refusalOf(() => place())).toEqual(tooMany);
  });

  it('guests have three by e-mail address from everywhere, counted apart from users', async () => {
    const email = newEmail();
    const from = (n: number) => customerOf(undefined, email, `192.0.2.${n}`);
    const { placed, refused } = await race(times(5).map((n) => from(n)));
    expect([placed, refused]).toEqual([3, [tooMany, tooMany]]);
    expect((await customerOf({ ...newViewer(), email })()).order.email).toBe(email);
  });

  it('guests have five by network whatever their e-mail addresses, and users are not counted by it', async () => {
    const address = '203.0.113.9';
    const guest = () => customerOf(undefined, newEmail(), address);
    await customerOf(newViewer(), undefined, address)();
    const { placed, refused } = await race(times(7).map(guest));
    expect([placed, refused]).toEqual([5, [tooMany, tooMany]]);
    expect((await customerOf(newViewer(), undefined, address)()).order.guest).toBeNull();
  });

  it('guests whose network is unknown are not counted together', async () => {
    const { placed } = await race(times(6).map(() => customerOf(undefined, newEmail())));
    expect(placed).toBe(6);
  });

  it('the network of a guest is stored until the order is paid or cancelled', async () => {
    const { order, orderToken } = await customerOf(undefined, newEmail(), '198.51.100.7')();
    const stored = async () =>
      (await stores.prisma.order.findUnique({ where: { id: order.id } }))?.guestNetwork;
    expect(await stored()).toBe('198.51.100.7');
    const cancel = { orderId: order.id, orderToken, reason: 'no', idempotencyKey: newKey() };
    await cancelOrder({ ...stores, payments: capturing }, undefined, cancel);
    expect(await stored()).toBeNull();
  });

  it.each([
    [1, '198.51.100.30', [null, 'TOO_MANY_UNPAID_ORDERS'], 1],
    [0, '198.51.100.31', [null, null], 0],
  ])(
    'with a limit of %i a request counts by its client address',
    async (ofNetwork, clientAddress, codes, stored) => {
      const source = `mutation ($input: PlaceOrderInput!) {
      placeOrder(input: $input) { userErrors { code } }
    }`;
      const refusals: unknown[] = [];
      for (const _ of times(2)) {
        const input = { lines, shippingAddress, idempotencyKey: newKey(), email: newEmail() };
        const client = { clientAddress, maxUnpaid: { ofCustomer: 0, ofNetwork } };
        const { data, errors } = await execute(stores, source, { input }, null, client);
        expect(errors).toEqual([]);
        const { userErrors } = (data as unknown as Placed).placeOrder;
        refusals.push(userErrors[0]?.code ?? null);
      }
      expect(refusals).toEqual(codes);
      const networks = await stores.prisma.order.count({ where: { guestNetwork: clientAddress } });
      expect(networks).toBe(stored);
    },
  );

  it('the order of a guest has a payment window of its own', async () => {
    const windows = { user: 3_600_000, guest: 60_000, staff: 120_000 };
    const minutes = async (place: ReturnType<typeof customerOf>) => {
      const now = new Date();
      const { id } = (await place()).order;
      const { expiresAt } = await confirmOrder(stores.orders, id, windows, now);
      return (Number(expiresAt) - Number(now)) / 60_000;
    };
    expect(await minutes(customerOf(undefined, newEmail()))).toBe(1);
    expect(await minutes(customerOf(newViewer()))).toBe(60);
  });
});

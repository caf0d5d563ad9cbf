import { newEvent, newId } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOrder } from '../domain/place-order.ts';
import { confirmOrder } from '../domain/settle-reservation.ts';
import { createInbox } from './inbox.ts';
import { newCustomer, openStores, product, variantA, variantB } from './testing.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const place = (customer = newCustomer()) =>
  placeOrder(stores, customer, {
    lines: [{ variantId: variantA, quantity: 1 }],
    idempotencyKey: newId(),
  });

describe('the order store', () => {
  it('saves neither the order when its event cannot be saved, nor the key', async () => {
    const order = { ...(await place()), id: newId(), number: 'x' };
    const event = { type: 'order.created.v1', subject: order.id, data: {} } as never;
    const key = { scope: 's', key: 'k', fingerprint: 'f' };
    await expect(stores.orders.add({ next: order, events: [event] }, key)).rejects.toThrow();
    expect(await stores.orders.byIds([order.id])).toEqual([undefined]);
    expect(await stores.orders.byKey(key)).toBeUndefined();
  });

  it('undoes a change whose event cannot be saved', async () => {
    const { id } = await place();
    const event = { type: 'order.paid.v1', subject: id, data: {} } as never;
    const change = stores.orders.update(id, (order) => ({
      next: { ...order, status: 'PAID' },
      events: [event],
    }));
    await expect(change).rejects.toThrow();
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING', version: 1 }]);
  });

  it('decides one after the other', async () => {
    const { id } = await place();
    const reasons = Array.from({ length: 10 }, (_, n) => `${n}`);
    await Promise.all(
      reasons.map((reason) =>
        stores.orders.update(id, (order) => ({
          next: { ...order, cancelReason: `${order.cancelReason ?? ''}${reason}` },
          events: [],
        })),
      ),
    );
    const [order] = await stores.orders.byIds([id]);
    expect(order?.version).toBe(11);
    expect([...(order?.cancelReason ?? '')].sort()).toEqual(reasons);
  });

  it('pages through the orders of a customer, stable while new ones come', async () => {
    const customer = newCustomer();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await place(customer)).id);
    const page = (cursor?: string, backward = false) =>
      stores.orders.ofCustomer(customer.id, {
        size: 2,
        backward,
        cursor: cursor === undefined ? undefined : [cursor],
      });
    const first = await page();
    expect(first).toMatchObject({ more: true, rows: [{ id: ids[0] }, { id: ids[1] }] });
    await place(customer);
    const second = await page(ids[1]);
    expect(second).toMatchObject({ more: true, rows: [{ id: ids[2] }, { id: ids[3] }] });
    expect(await page(ids[3])).toMatchObject({ more: false, rows: [{ id: ids[4] }] });
    const back = await page(ids[4], true);
    expect(back).toMatchObject({ more: true, rows: [{ id: ids[2] }, { id: ids[3] }] });
    expect(await stores.orders.countOfCustomer(customer.id)).toBe(6);
  });
});

describe('the copied catalogue', () => {
  it('keeps what is newest, in whatever order it hears', async () => {
    const productId = newId();
    const variantId = newId();
    const at = (version: number, minor: string) =>
      product({
        productId,
        version,
        variants: [{ variantId, sku: 'S', title: '', price: { minor, currency: 'EUR' } }],
      });
    for (const message of [at(2, '200'), at(1, '100'), at(3, '300'), at(2, '200')]) {
      await stores.catalogue.learn(message);
    }
    expect(await stores.catalogue.byIds([variantId])).toMatchObject([{ price: { minor: 300n } }]);
  });

  it('takes variants off sale that the product has no longer', async () => {
    const productId = newId();
    const [kept, dropped] = [newId(), newId()];
    const variant = (variantId: string) => ({
      variantId,
      sku: variantId,
      title: '',
      price: { minor: '1', currency: 'EUR' },
    });
    const variants = [variant(kept), variant(dropped)];
    await stores.catalogue.learn(product({ productId, variants }));
    await stores.catalogue.learn(product({ productId, version: 2, variants: [variant(kept)] }));
    expect(await stores.catalogue.byIds([kept, dropped])).toMatchObject([
      { forSale: true },
      { forSale: false },
    ]);
    expect(await stores.catalogue.byIds([variantB])).toMatchObject([{ forSale: true }]);
  });
});

describe('the inbox', () => {
  const reserved = (orderId: string) =>
    newEvent(
      'inventory',
      {
        type: 'stock.reserved.v1',
        subject: orderId,
        data: { orderId, lines: [{ variantId: variantA, quantity: 1 }] },
      },
      { correlationId: 'c-1' },
    );

  it('gives a repeated event one effect, and its cause to what follows', async () => {
    const { id } = await place();
    const event = reserved(id);
    const once = createInbox(stores.prisma)('order.stock');
    const effect = () => once(event, ({ orders }) => confirmOrder(orders, id));
    await Promise.all([effect(), effect(), effect()]);
    await effect();
    expect(await stores.said(id)).toEqual(['order.created.v1', 'order.confirmed.v1']);
    const [, said] = await stores.prisma.outbox.findMany({
      where: { subject: id },
      orderBy: { seq: 'asc' },
    });
    expect(said?.event).toMatchObject({ correlationid: 'c-1', causationid: event.id });
  });

  it('forgets an event whose effect failed, so that it can come again', async () => {
    const { id } = await place();
    const event = reserved(id);
    const once = createInbox(stores.prisma)('order.stock');
    const failing = once(event, async ({ orders }) => {
      await confirmOrder(orders, id);
      throw new Error('late failure');
    });
    await expect(failing).rejects.toThrow('late failure');
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING' }]);
    await once(event, ({ orders }) => confirmOrder(orders, id));
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'CONFIRMED' }]);
  });
});

import { newId } from '@shop/domain';
import { newEvent } from '@shop/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOrder } from '../domain/place-order.ts';
import { confirmOrder } from '../domain/settle-reservation.ts';
import { newCustomer, openStores, product, variantA, variantB } from '../testing/database.ts';
import { orderStoreCases } from '../testing/order-store-cases.ts';
import { createInbox } from './inbox.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
});
afterAll(() => stores.close());

const place = async (customer = newCustomer()) => {
  const lines = [{ variantId: variantA, quantity: 1 }];
  return (await placeOrder(stores, customer, { lines, idempotencyKey: newId() })).order;
};

describe('the order store', () => {
  orderStoreCases(
    () => stores,
    () => place(),
  );

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

  it('never puts a removed variant on sale because it hears late that there was one', async () => {
    const productId = newId();
    const [kept, dropped] = [newId(), newId()];
    const at = (version: number, ...ids: string[]) =>
      product({
        productId,
        version,
        variants: ids.map((variantId) => ({
          variantId,
          sku: variantId,
          title: '',
          price: { minor: '1', currency: 'EUR' },
        })),
      });
    await stores.catalogue.learn(at(2, kept));
    await stores.catalogue.learn(at(1, kept, dropped));
    const [first, second] = await stores.catalogue.byIds([kept, dropped]);
    expect([first?.forSale, second?.forSale ?? false]).toEqual([true, false]);
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
    const effect = () => once(event, ({ orders }) => confirmOrder(orders, id, 60_000));
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
      await confirmOrder(orders, id, 60_000);
      throw new Error('late failure');
    });
    await expect(failing).rejects.toThrow('late failure');
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING' }]);
    await once(event, ({ orders }) => confirmOrder(orders, id, 60_000));
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'CONFIRMED' }]);
  });
});

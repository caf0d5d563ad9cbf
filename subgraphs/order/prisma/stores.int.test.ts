import { newId } from '@shop/domain';
import { createInbox } from '@shop/messaging';
import { newEvent } from '@shop/schema';
import { statementsOf, until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmOrder } from '../domain/confirm-order.ts';
import { changeOf } from '../domain/order-change.ts';
import { createOrderWaits } from '../domain/order-wait.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { EventStores } from '../domain/ports.ts';
import {
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
  variantB,
} from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { orderStoreContract } from '../testing/order-store-contract.ts';
import { createOrderPolls } from './order-polls.ts';
import { createEventStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const place = async (customer = newViewer()) => {
  const lines = [{ variantId: variantA, quantity: 1 }];
  return (await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey: newId() }))
    .order;
};

describe('order store on PostgreSQL', () => {
  orderStoreContract(
    () => stores,
    () => place(),
  );

  it('a failing event saves neither the order nor its key', async () => {
    const order = { ...(await place()), id: newId(), number: 'x' };
    const event = { type: 'order.created.v1', subject: order.id, data: {} } as never;
    const key = { scope: 's', key: 'k', fingerprint: 'f', assertCanRead: () => {} };
    await expect(
      stores.orders.add(order.id, () => changeOf(undefined, order, [event]), key),
    ).rejects.toThrow();
    expect(await stores.orders.byIds([order.id])).toEqual([undefined]);
    expect(await stores.orders.byKey(key)).toBeUndefined();
  });

  it('a failing event rolls the change back', async () => {
    const { id } = await place();
    const event = { type: 'order.paid.v1', subject: id, data: {} } as never;
    const change = stores.orders.update(id, (order) =>
      changeOf(order, { ...order, status: 'PAID' }, [event]),
    );
    await expect(change).rejects.toThrow();
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING', version: 1 }]);
  });

  it('requests that wait for different orders read them with one statement', async () => {
    const placed = [await place(), await place(), await place()];
    const read = createOrderPolls(stores.sql);
    const reads = () => Promise.all(placed.map(({ id }) => read(id)));
    expect(await statementsOf(stores.pool, reads)).toBe(1);
    expect(await reads()).toEqual(placed);
  });

  it('placeOrder waits for the decision of inventory, and so does its replay', async () => {
    const waits = createOrderWaits({ read: createOrderPolls(stores.sql) });
    const customer = newViewer();
    const lines = [{ variantId: variantA, quantity: 1 }];
    const input = { lines, shippingAddress, waitForMs: 5_000, idempotencyKey: newId() };
    const send = () => placeOrder({ ...stores, startWait: waits() }, customer, input);
    const placing = send();
    const id = await until('the order', async () => {
      const order = await stores.prisma.order.findFirst({ where: { customerId: customer.id } });
      return order?.id;
    });
    const replay = send();
    await confirmOrder(stores.orders, id, paymentWindows);
    for (const { order } of [await placing, await replay, await send()]) {
      expect(order).toMatchObject({ id, status: 'CONFIRMED' });
    }
  });

  it('concurrent updates decide one after the other', async () => {
    const { id } = await place();
    const reasons = Array.from({ length: 10 }, (_, n) => `${n}`);
    await Promise.all(
      reasons.map((reason) =>
        stores.orders.update(id, (order) =>
          changeOf(order, { ...order, cancelReason: `${order.cancelReason ?? ''}${reason}` }),
        ),
      ),
    );
    const [order] = await stores.orders.byIds([id]);
    expect(order?.version).toBe(11);
    expect([...(order?.cancelReason ?? '')].sort()).toEqual(reasons);
  });
});

describe('catalogue projection', () => {
  it('the projection keeps the latest version, in whatever order events arrive', async () => {
    const productId = newId();
    const variantId = newId();
    const at = (version: number, minor: string) =>
      productData({
        productId,
        version,
        variants: [{ variantId, sku: 'S', title: '', price: { minor, currency: 'EUR' } }],
      });
    for (const message of [at(2, '200'), at(1, '100'), at(3, '300'), at(2, '200')]) {
      await stores.catalogue.projectProduct(message);
    }
    expect(await stores.catalogue.byIds([variantId])).toMatchObject([{ price: { minor: 300n } }]);
  });

  it('a variant that the product no longer has is not for sale', async () => {
    const productId = newId();
    const [current, removed] = [newId(), newId()];
    const variant = (variantId: string) => ({
      variantId,
      sku: variantId,
      title: '',
      price: { minor: '1', currency: 'EUR' },
    });
    const variants = [variant(current), variant(removed)];
    await stores.catalogue.projectProduct(productData({ productId, variants }));
    await stores.catalogue.projectProduct(
      productData({ productId, version: 2, variants: [variant(current)] }),
    );
    expect(await stores.catalogue.byIds([current, removed])).toMatchObject([
      { forSale: true, removed: false },
      { forSale: false, removed: true },
    ]);
    expect(await stores.catalogue.byIds([variantB])).toMatchObject([{ forSale: true }]);
  });

  it('a late event does not put a removed variant back on sale', async () => {
    const productId = newId();
    const [current, removed] = [newId(), newId()];
    const at = (version: number, ...ids: string[]) =>
      productData({
        productId,
        version,
        variants: ids.map((variantId) => ({
          variantId,
          sku: variantId,
          title: '',
          price: { minor: '1', currency: 'EUR' },
        })),
      });
    await stores.catalogue.projectProduct(at(2, current));
    await stores.catalogue.projectProduct(at(1, current, removed));
    const [first, second] = await stores.catalogue.byIds([current, removed]);
    expect([first?.forSale, second?.forSale ?? false]).toEqual([true, false]);
  });
});

describe('inbox', () => {
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

  it('a repeated event has one effect, and the events it causes carry its correlation and causation ids', async () => {
    const { id } = await place();
    const event = reserved(id);
    const once = createInbox(stores.sql.transaction, createEventStores)('order.stock').once;
    const effect = () => once(event, ({ orders }) => confirmOrder(orders, id, paymentWindows));
    await Promise.all([effect(), effect(), effect()]);
    await effect();
    expect(await stores.savedTypes(id)).toEqual(['order.created.v1', 'order.confirmed.v1']);
    const [, confirmed] = await stores.prisma.outbox.findMany({
      where: { subject: id },
      orderBy: { seq: 'asc' },
    });
    expect(confirmed?.event).toMatchObject({ correlationid: 'c-1', causationid: event.id });
  });

  it('an event whose effect failed is handled again', async () => {
    const { id } = await place();
    const event = reserved(id);
    const once = createInbox(stores.sql.transaction, createEventStores)('order.stock').once;
    const failing = once(event, async ({ orders }) => {
      await confirmOrder(orders, id, paymentWindows);
      throw new Error('late failure');
    });
    await expect(failing).rejects.toThrow('late failure');
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING' }]);
    await once(event, ({ orders }) => confirmOrder(orders, id, paymentWindows));
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'CONFIRMED' }]);
  });

  it('events of a batch have their effects together, each once, and none when one of them fails', async () => {
    const [first, second] = [await place(), await place()];
    const events = [reserved(first.id), reserved(second.id)];
    const { once, together } = createInbox(
      stores.sql.transaction,
      createEventStores,
    )('order.stock');
    const confirm =
      (failing: string) =>
      ({ orders }: EventStores, id: string) =>
        id === failing
          ? Promise.reject(new Error('bad'))
          : confirmOrder(orders, id, paymentWindows);
    const handle = (failing: string) => {
      const work = confirm(failing);
      return together([...events, ...events.slice(0, 1)], async (own) => {
        for (const event of [...events, ...events.slice(0, 1)]) {
          await own(event, (opened) => work(opened, event.subject));
        }
      });
    };
    const statuses = async () =>
      (await stores.orders.byIds([first.id, second.id])).map((order) => order?.status);
    await expect(handle(second.id)).rejects.toThrow('bad');
    expect(await statuses()).toEqual(['PENDING', 'PENDING']);
    await handle('');
    await handle('');
    for (const event of events) await once(event, () => Promise.reject(new Error('twice')));
    expect(await statuses()).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await stores.savedTypes(first.id)).toEqual(['order.created.v1', 'order.confirmed.v1']);
  });

  it('batches of one queue wait for each other, and one that waits for a row fails soon', async () => {
    const { id } = await place();
    const event = reserved(id);
    const { together } = createInbox(stores.sql.transaction, createEventStores)('order.stock');
    const blocker = await stores.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM orders WHERE id = $1 FOR UPDATE', [id]);
    const handling = together([event], (own) =>
      own(event, ({ orders }) => confirmOrder(orders, id, paymentWindows)),
    );
    await expect(handling).rejects.toThrow(/lock timeout/);
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await stores.orders.byIds([id])).toMatchObject([{ status: 'PENDING' }]);
  });
});

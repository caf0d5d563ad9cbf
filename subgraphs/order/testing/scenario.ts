import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type FulfilOrderInput, fulfilOrder } from '../domain/fulfil-order.ts';
import { type PayOrderInput, payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { type PaymentProvider, ProviderUnavailable } from '../domain/ports.ts';
import { type RefundOrderInput, refundOrder } from '../domain/refund-order.ts';
import { confirmOrder } from '../domain/settle-reservation.ts';
import { sweepOrders } from '../domain/sweep-orders.ts';
import { answering, newCustomer, openStores, product, variantA } from './database.ts';

/** Nothing is expected to go wrong. */
const report = (error: unknown) => {
  throw error;
};
export const key = () => `key-${newId()}`;
export const carla = newCustomer();
export const staff = newCustomer(['orders:write']);
export const captured = answering({ status: 'CAPTURED' });
export const waiting = answering({ status: 'PENDING' });
/** No call reaches it. */
export const lost: PaymentProvider = {
  charge: () => Promise.reject(new ProviderUnavailable()),
  find: async () => undefined,
  cancel: async () => undefined,
  refund: () => Promise.reject(new ProviderUnavailable()),
};

/** An order of 20.00 EUR, at every stage of its life, on stores of its own. */
export async function openScenario() {
  const stores = await openStores();
  await stores.catalogue.learn(product());
  const { orders, due, prisma, said, close } = stores;

  const placed = async () => {
    const lines = [{ variantId: variantA, quantity: 2 }];
    return (await placeOrder(stores, carla, { lines, idempotencyKey: key() })).order;
  };
  const confirmed = async () => (await confirmOrder(orders, (await placed()).id, 60_000)).id;
  const pay = (
    orderId: string,
    payments: PaymentProvider = captured,
    change: Partial<PayOrderInput> = {},
    customer: Viewer | undefined = carla,
  ) => {
    const input = { orderId, paymentToken: 'tok', idempotencyKey: key(), ...change };
    return payOrder({ orders, payments }, customer, input);
  };
  return {
    orders,
    prisma,
    said,
    close,
    placed,
    confirmed,
    pay,
    paid: async () => (await pay(await confirmed())).id,
    fulfil: (orderId: string, change: Partial<FulfilOrderInput> = {}) =>
      fulfilOrder(orders, staff, { orderId, idempotencyKey: key(), ...change }),
    refund(
      orderId: string,
      change: Partial<RefundOrderInput> = {},
      payments: PaymentProvider = captured,
    ) {
      const input = { orderId, reason: 'torn', idempotencyKey: key(), ...change };
      return refundOrder({ orders, payments }, staff, input);
    },
    read: async (id: string) => (await orders.byIds([id]))[0],
    sweep: (payments: PaymentProvider, minutes = 0) =>
      sweepOrders(
        { orders, due, payments, pendingMs: 60 * 60_000, report },
        new Date(Date.now() + minutes * 60_000),
      ),
  };
}

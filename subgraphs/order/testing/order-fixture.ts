import type { Viewer } from '@shop/schema';
import { confirmOrder } from '../domain/confirm-order.ts';
import { markDelivered } from '../domain/mark-delivered.ts';
import { lineIdOf } from '../domain/order.ts';
import { type PayOrderInput, payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { PaymentProvider, SavingPaymentProvider } from '../domain/ports.ts';
import { type RefundOrderInput, refundOrder } from '../domain/refund-order.ts';
import { approveReturn } from '../domain/returns/approve-return.ts';
import { requestReturn } from '../domain/returns/request-return.ts';
import { type ShipOrderInput, shipOrder } from '../domain/ship-order.ts';
import { sweepOrders } from '../domain/sweep-orders.ts';
import { capturing } from './fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  productData,
  returnPeriod,
  shippingAddress,
  variantA,
} from './fixtures.ts';
import { openStores } from './open-stores.ts';
import { paidOrder } from './paid-order.ts';

/** Fails the test: no error is expected. */
const report = (error: unknown) => {
  throw error;
};
export const customer = newViewer();
export const staff = newViewer(['orders:read', 'orders:write']);

/**
 * Opens stores of its own, with functions that bring an order of 20.00 EUR to each stage of its life. Declined payments
 * throw.
 */
export async function openOrderFixture() {
  const stores = await openStores();
  await stores.catalogue.projectProduct(productData());
  const { orders, due, giftCards, giftCardPayments } = stores;

  const placed = async () => {
    const lines = [{ variantId: variantA, quantity: 2 }];
    return (
      await placeOrder(stores, customer, { lines, shippingAddress, idempotencyKey: newKey() })
    ).order;
  };
  const confirmed = async () =>
    (await confirmOrder(orders, (await placed()).id, paymentWindows)).id;
  const pay = async (
    orderId: string,
    payments: SavingPaymentProvider = capturing,
    change: Partial<PayOrderInput> = {},
    viewer: Viewer | undefined = customer,
  ) => {
    const source = change.giftCardCode ? {} : { paymentToken: 'tok' };
    const input = { orderId, ...source, idempotencyKey: newKey(), ...change };
    const ports = { orders, payments, giftCards, giftCardPayments };
    return paidOrder(await payOrder(ports, viewer, input));
  };
  return {
    ...stores,
    placed,
    confirmed,
    pay,
    paid: async () => (await pay(await confirmed())).id,
    fulfil: (
      orderId: string,
      change: Partial<ShipOrderInput> = {},
      payments: PaymentProvider = capturing,
    ) => shipOrder({ orders, payments }, staff, { orderId, idempotencyKey: newKey(), ...change }),
    deliver: (orderId: string, now?: Date) =>
      markDelivered(orders, staff, { orderId, idempotencyKey: newKey() }, now),
    /** Requests to return units of the line, as the customer. Returns the id of the return. */
    async requestReturn(orderId: string, quantity = 1): Promise<string> {
      const lines = [
        { lineId: lineIdOf({ id: orderId }, variantA), quantity, reasonCode: 'OTHER' } as const,
      ];
      const input = { orderId, lines, idempotencyKey: newKey() };
      const order = await requestReturn({ orders, returnPeriod }, customer, input);
      return order.returns.at(-1)?.id ?? '';
    },
    approveReturn: (orderId: string, returnId: string) =>
      approveReturn(orders, staff, { orderId, returnId, idempotencyKey: newKey() }),
    refund(
      orderId: string,
      change: Partial<RefundOrderInput> = {},
      payments: PaymentProvider = capturing,
    ) {
      const input = { orderId, reason: 'torn', idempotencyKey: newKey(), ...change };
      return refundOrder({ orders, payments, giftCardPayments }, staff, input);
    },
    read: async (id: string) => (await orders.byIds([id]))[0],
    sweep: (payments: PaymentProvider, minutes = 0) =>
      sweepOrders(
        { orders, due, payments, giftCardPayments, pendingMs: 60 * 60_000, report },
        new Date(Date.now() + minutes * 60_000),
      ),
  };
}

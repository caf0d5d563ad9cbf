import { afterAll, beforeAll, expect, it } from 'vitest';
import { units, withEdits } from '../../testing/edit-fixture.ts';
import { capturing, providerReturning } from '../../testing/fake-providers.ts';
import {
  newKey,
  paymentWindows,
  shippingAddress,
  variantA,
  variantB,
} from '../../testing/fixtures.ts';
import { customer } from '../../testing/order-fixture.ts';
import { openTaxedShop } from '../../testing/taxed-shop.ts';
import { amountDueOf } from '../account.ts';
import { cancelOrder } from '../cancel-order.ts';
import { confirmOrder } from '../confirm-order.ts';
import { placeOrder } from '../place-order.ts';
import { sumOf } from '../pricing/breakdown.ts';
import { settleCharge } from '../settle-charge.ts';
import type { OrderDocument } from './document.ts';

let shop: ReturnType<typeof withEdits<Awaited<ReturnType<typeof openTaxedShop>>>>;
beforeAll(async () => {
  shop = withEdits(await openTaxedShop());
});
afterAll(() => shop.close());

/** Refunds what was paid too much, as the sweep does. */
const refund = () => shop.sweep(capturing);
const contents = (documents: readonly OrderDocument[]) =>
  documents.map(({ kind, content: { total, taxes, lines } }) => ({
    ...{ kind, total, tax: sumOf(taxes.map(({ minor }) => minor)) },
    lines: lines.map(({ title, quantity, total: minor }) => [title, quantity, minor]),
  }));

/** What documents state in all: invoices less credit notes. */
const balanceOf = (documents: readonly OrderDocument[]) => {
  const sign = ({ kind }: OrderDocument) => (kind === 'INVOICE' ? 1n : -1n);
  return {
    total: sumOf(documents.map((one) => sign(one) * one.content.total)),
    tax: sumOf(
      documents.map((one) => sign(one) * sumOf(one.content.taxes.map(({ minor }) => minor))),
    ),
  };
};

it('the invoice states the order as it was paid, and a further one what it costs more, once that is paid', async () => {
  const { id } = await shop.paidWithShipping();
  // No event of the payment has been handled: applying the edit issues the invoice.
  await shop.edited(id, units([variantA, 3], [variantB, 1]));
  const [documents = []] = await shop.documents.ofOrders([id]);
  expect(contents(documents)).toMatchObject([
    {
      kind: 'INVOICE',
      total: 3_745n,
      lines: [
        ['Product - Small', 3, 3_219n],
        ['Shipping: Parcel', 1, 526n],
      ],
    },
  ]);
  expect(await shop.documentsOf(id)).toHaveLength(1);
  const { payments } = await shop.pay(id);
  const issued = await shop.documentsOf(id);
  expect(issued.map((one) => one.id)).toEqual(payments.map((one) => one.id));
  expect(contents(issued)[1]).toEqual({
    ...{ kind: 'INVOICE', total: 2_736n, tax: 186n },
    lines: [['Product', 1, 2_736n]],
  });
  expect(issued[1]?.number).toMatch(/^INV-/);
  expect(await shop.documentsOf(id)).toHaveLength(2);
});

it('what an order costs less is a credit note, with its taxes in proportion', async () => {
  const { id } = await shop.paidWithShipping();
  await shop.edited(id, units([variantA, 1]));
  await refund();
  const documents = await shop.documentsOf(id);
  expect(contents(documents)[1]).toMatchObject({
    ...{ kind: 'CREDIT_NOTE', total: 2_146n, tax: 146n },
    lines: [[`Changes of order ${(await shop.orderOf(id)).number}`, 1, 2_146n]],
  });
  expect(documents[1]?.content.invoiceNumber).toBe(documents[0]?.number);
});

it('what an order costs less after its authorisation was lost is a credit note, and the rest is due', async () => {
  const expiresAt = new Date(Date.now() + 60_000);
  const authorising = providerReturning({ status: 'AUTHORISED', expiresAt, captures: 'MANY' });
  const { id } = await shop.paidWithShipping(authorising);
  await shop.documentsOf(id);
  const [payment] = (await shop.orderOf(id)).payments;
  await settleCharge(shop.orders, payment?.id ?? '', { status: 'FAILED', code: 'canceled' });
  const edited = await shop.edited(id, units([variantA, 1]));
  expect(edited.refunds).toMatchObject([{ isRelease: true, amount: { minor: 2_146n } }]);
  expect(amountDueOf(edited)).toEqual(edited.total);
  await refund();
  await shop.pay(id);
  const documents = await shop.documentsOf(id);
  expect(contents(documents).map(({ kind, total }) => [kind, total])).toEqual([
    ['INVOICE', 3_745n],
    ['CREDIT_NOTE', 2_146n],
  ]);
  expect(balanceOf(documents).total).toBe(edited.total.minor);
});

it('more after less is a further invoice of what the order costs more than the documents state', async () => {
  const { id } = await shop.paidWithShipping();
  await shop.edited(id, units([variantA, 1]));
  await shop.edited(id, units([variantA, 2]));
  expect(await shop.documentsOf(id)).toHaveLength(1);
  await shop.pay(id);
  await refund();
  const documents = await shop.documentsOf(id);
  expect(contents(documents).map(({ kind, total }) => [kind, total])).toEqual([
    ...[
      ['INVOICE', 3_745n],
      ['CREDIT_NOTE', 2_146n],
      ['INVOICE', 1_073n],
    ],
  ]);
  expect(balanceOf(documents).total).toBe((await shop.orderOf(id)).total.minor);
});

it('an order that was edited before it was paid has one invoice of what it costs', async () => {
  const lines = units([variantA, 3]);
  const input = { lines, shippingAddress, shippingMethod: 'parcel', idempotencyKey: newKey() };
  const { id } = (await placeOrder(shop, customer, input)).order;
  await confirmOrder(shop.orders, id, paymentWindows);
  await shop.edited(id, units([variantB, 1]));
  await shop.pay(id);
  expect(contents(await shop.documentsOf(id))).toMatchObject([
    {
      kind: 'INVOICE',
      total: 3_262n,
      lines: [
        ['Product', 1, 2_736n],
        ['Shipping: Parcel', 1, 526n],
      ],
    },
  ]);
});

it('the credit notes of an edited order that is cancelled take back all that its invoices state', async () => {
  const { id } = await shop.paidWithShipping();
  await shop.edited(id, units([variantA, 1], [variantB, 2]));
  await shop.pay(id);
  await cancelOrder({ orders: shop.orders, payments: capturing }, customer, {
    ...{ orderId: id, reason: 'mind changed', idempotencyKey: newKey() },
  });
  await refund();
  const documents = await shop.documentsOf(id);
  expect(documents).toHaveLength(4);
  expect(balanceOf(documents)).toEqual({ total: 0n, tax: 0n });
});

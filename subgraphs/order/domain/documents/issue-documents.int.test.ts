import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestProvider } from '../../payments/test-provider/create-test-provider.ts';
import { capturing, pending } from '../../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  shippingAddress,
  variantA,
} from '../../testing/fixtures.ts';
import { flatZone } from '../../testing/flat-zone.ts';
import { createMemoryChargeStore } from '../../testing/memory-charge-store.ts';
import { customer, openOrderFixture } from '../../testing/order-fixture.ts';
import { cancelOrder } from '../cancel-order.ts';
import { confirmOrder } from '../confirm-order.ts';
import { lineIdOf } from '../order.ts';
import { payOrder } from '../pay-order.ts';
import { placeOrder } from '../place-order.ts';
import { setTaxRules } from '../pricing/set-tax-rules.ts';
import { settleCharge } from '../settle-charge.ts';
import { creditNotesOf, invoiceOf } from './document.ts';
import { issueDocuments } from './issue-documents.ts';

const seller = { name: 'Nordwind GmbH', address: 'Deichstraße 1, Hamburg', taxId: 'DE1' };
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
  const pricingStaff = newViewer(['pricing:write']);
  await setTaxRules(shop.pricing, pricingStaff, {
    ...{ pricesIncludeTax: false, rounding: 'LINE' },
    rates: [{ name: 'VAT', country: 'DE', percent: '19' }],
  });
  const zones = [flatZone('DE', eur(500n))];
  const actor = { actorId: pricingStaff.id, now: new Date() };
  await shop.pricing.change('SHIPPING', () => ({ zones }), actor);
});
afterAll(() => shop.close());

/** Confirms an order of three units at 10.00 EUR, sent for 5.00 EUR, with 19 % VAT: 41.65 EUR. */
async function confirmed(): Promise<string> {
  const lines = [{ variantId: variantA, quantity: 3 }];
  const input = { lines, shippingAddress, shippingMethod: 'parcel', idempotencyKey: newKey() };
  const { order } = await placeOrder(shop, customer, input);
  await confirmOrder(shop.orders, order.id, paymentWindows);
  return order.id;
}

async function paid(): Promise<string> {
  const id = await confirmed();
  await shop.pay(id);
  return id;
}

async function issue(orderId: string) {
  await issueDocuments(shop.documents, seller, orderId);
  const [documents = []] = await shop.documents.ofOrders([orderId]);
  return { invoice: invoiceOf(documents), creditNotes: creditNotesOf(documents) };
}

const vat = (minor: bigint) => ({ name: 'VAT', rate: 190_000, minor });

describe('issueDocuments', () => {
  it('an order that is not paid has no invoice', async () => {
    expect(await issue(await confirmed())).toEqual({ invoice: undefined, creditNotes: [] });
  });

  it('the invoice of a paid order states what it consists of', async () => {
    const orderId = await paid();
    const order = await shop.read(orderId);
    const { invoice, creditNotes } = await issue(orderId);
    expect(creditNotes).toEqual([]);
    expect(invoice?.content).toEqual({
      seller,
      buyer: {
        address: ['Nel Dahl', 'Deichstraße 1', '20459 Hamburg', 'Germany'],
        email: 'carla@shop.example',
      },
      orderNumber: order?.number,
      placedAt: order?.placedAt,
      invoiceNumber: null,
      currency: 'EUR',
      taxesIncluded: false,
      lines: [
        {
          ...{ title: 'Product - Small', sku: 'A', quantity: 3, subtotal: 3_000n, discounts: [] },
          ...{ taxes: [vat(570n)], total: 3_570n },
        },
        {
          ...{ title: 'Shipping: Parcel', sku: null, quantity: 1, subtotal: 500n, discounts: [] },
          ...{ taxes: [vat(95n)], total: 595n },
        },
      ],
      taxes: [vat(665n)],
      exempted: 0n,
      total: 4_165n,
    });
    expect(invoice?.id).toBe(order?.payments[0]?.id);
  });

  it('an invoice stays as it was issued', async () => {
    const orderId = await paid();
    const { invoice } = await issue(orderId);
    await issueDocuments(shop.documents, { ...seller, name: 'Another' }, orderId);
    expect((await issue(orderId)).invoice).toEqual(invoice);
  });

  it('the invoice of an order that is cancelled after its authorisation was lost has a credit note', async () => {
    const orderId = await confirmed();
    const payments = createTestProvider({
      ...{ charges: createMemoryChargeStore(), publicUrl: 'https://shop.example' },
      ...{ delayMs: 0, authorisationMs: 60_000 },
    });
    const ports = { orders: shop.orders, payments, isCapturedLater: true };
    const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
    const { order } = await payOrder(ports, customer, input);
    await issue(orderId);
    const lost = { status: 'FAILED', code: 'canceled' } as const;
    await settleCharge(shop.orders, order.payments[0]?.id ?? '', lost);
    const cancellation = { orderId, reasonCode: 'OTHER', idempotencyKey: newKey() } as const;
    await cancelOrder(ports, customer, cancellation);
    expect((await issue(orderId)).creditNotes).toMatchObject([{ content: { total: 4_165n } }]);
  });

  it('each refund has a credit note with what it pays back, and together they have the taxes of the invoice', async () => {
    const orderId = await paid();
    const { invoice } = await issue(orderId);
    const lines = [{ lineId: lineIdOf({ id: orderId }, variantA), quantity: 1 }];
    await shop.refund(orderId, { lines, shipping: true });
    await issue(orderId);
    await shop.refund(orderId);
    const { creditNotes } = await issue(orderId);
    const refunds = (await shop.read(orderId))?.refunds;
    expect(creditNotes.map(({ id }) => id)).toEqual(refunds?.map(({ id }) => id));
    expect(creditNotes.map(({ content }) => content.invoiceNumber)).toEqual([
      invoice?.number,
      invoice?.number,
    ]);
    expect(creditNotes.map(({ content }) => [content.total, content.taxes])).toEqual([
      [1_785n, [vat(285n)]],
      [2_380n, [vat(380n)]],
    ]);
    const number = invoice?.content.orderNumber;
    expect(
      creditNotes.map(({ content }) => content.lines.map((one) => [one.title, one.total])),
    ).toEqual([
      [
        ['Product - Small', 1_190n],
        ['Shipping', 595n],
      ],
      [[`Refund of order ${number}`, 2_380n]],
    ]);
  });

  it('the sequence of the events does not matter: a refund also issues the invoice before it', async () => {
    const orderId = await paid();
    await cancelOrder({ ...shop, payments: capturing }, customer, {
      orderId,
      reason: 'changed my mind',
      idempotencyKey: newKey(),
    });
    const { invoice, creditNotes } = await issue(orderId);
    expect(invoice?.content.total).toBe(4_165n);
    expect(creditNotes.map(({ content }) => content.total)).toEqual([4_165n]);
    expect(creditNotes[0]?.content.taxes).toEqual(invoice?.content.taxes);
    const where = { subject: orderId, type: 'order.document_issued.v1' };
    const events = await shop.prisma.outbox.findMany({ where, orderBy: { seq: 'asc' } });
    const total = { minor: '4165', currency: 'EUR' };
    const order = { orderId, number: invoice?.content.orderNumber, customerId: customer.id };
    expect(events.map(({ event }) => (event as { data: unknown }).data)).toEqual(
      [invoice, ...creditNotes].map((document) => ({
        ...{ ...order, documentId: document?.id, documentNumber: document?.number },
        ...{ kind: document?.kind, total },
      })),
    );
  });

  it('money that arrives for a cancelled order is refunded, and is in no document', async () => {
    const orderId = await confirmed();
    const [payment] = (await shop.pay(orderId, pending)).payments;
    await cancelOrder({ ...shop, payments: pending }, customer, {
      orderId,
      reason: 'changed my mind',
      idempotencyKey: newKey(),
    });
    await settleCharge(shop.orders, payment?.id ?? '', { status: 'CAPTURED' });
    await shop.sweep(capturing);
    const refunds = (await shop.read(orderId))?.refunds;
    expect(refunds?.map(({ status, reasonCode }) => [status, reasonCode])).toEqual([
      ['SUCCEEDED', 'LATE_PAYMENT'],
    ]);
    expect(await issue(orderId)).toEqual({ invoice: undefined, creditNotes: [] });
  });
});

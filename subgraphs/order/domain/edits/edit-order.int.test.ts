import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units, withEdits } from '../../testing/edit-fixture.ts';
import { capturing, pending } from '../../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  productData,
  returnPeriod,
  variantA,
  variantB,
} from '../../testing/fixtures.ts';
import { customer, openOrderFixture, staff } from '../../testing/order-fixture.ts';
import { amountDueOf } from '../account.ts';
import { allowedActions } from '../allowed-actions.ts';
import { cancelOrder } from '../cancel-order.ts';
import { settleCharge } from '../settle-charge.ts';
import { maxEdits } from './edit.ts';
import { previewEdit } from './preview-edit.ts';

let shop: ReturnType<typeof withEdits<Awaited<ReturnType<typeof openOrderFixture>>>>;
beforeAll(async () => {
  shop = withEdits(await openOrderFixture());
});
afterAll(() => shop.close());

const cancel = (orderId: string) =>
  cancelOrder({ orders: shop.orders, payments: capturing }, customer, {
    ...{ orderId, reason: 'mind changed', idempotencyKey: newKey() },
  });
const kindsOf = async (orderId: string) =>
  (await shop.orders.timelines([orderId]))[0]?.map(({ kind }) => kind);
const minors = ({ total }: { total: { minor: bigint } }) => total.minor;

describe('editOrder', () => {
  it('a paid order that gets more stays PAID, and the customer pays the difference before it is shipped', async () => {
    const orderId = await shop.paid();
    const requested = await shop.request(orderId, units([variantA, 2], [variantB, 1]));
    expect(requested).toMatchObject({ status: 'PAID', lines: [{ quantity: 2 }], version: 5 });
    expect(requested.edits).toMatchObject([
      { status: 'PENDING', actorId: staff.id, reason: 'The customer wants something else.' },
    ]);
    const edited = await shop.reserve(orderId);
    expect(edited).toMatchObject({
      ...{ status: 'PAID', expiresAt: null, total: { minor: 4_550n } },
      lines: [
        { variantId: variantA, quantity: 2 },
        { variantId: variantB, quantity: 1 },
      ],
      edits: [{ status: 'APPLIED', before: { total: { minor: 2_000n } }, wasPaid: true }],
    });
    expect(amountDueOf(edited).minor).toBe(2_550n);
    expect(await refusalOf(() => shop.fulfil(orderId))).toEqual(['ILLEGAL_TRANSITION orderId']);
    const paid = await shop.pay(orderId);
    expect(paid.payments.map(({ amount }) => amount.minor)).toEqual([2_000n, 2_550n]);
    expect(await shop.fulfil(orderId)).toMatchObject({ status: 'SHIPPED' });
    expect(await shop.savedTypes(orderId)).toEqual([
      ...['order.created.v1', 'order.confirmed.v1', 'order.paid.v1', 'order.edit_requested.v1'],
      ...['order.document_issued.v1', 'order.edited.v1', 'payment.captured.v1'],
      ...['order.fulfilment_shipped.v1', 'order.shipped.v1'],
    ]);
    expect((await kindsOf(orderId))?.slice(4)).toEqual([
      ...['EDIT_REQUESTED', 'EDITED', 'PAYMENT_STARTED', 'PAYMENT_RECEIVED', 'SHIPPED'],
    ]);
  });

  it('a paid order that gets less is refunded by what it costs less', async () => {
    const orderId = await shop.cheaper();
    const edited = await shop.orderOf(orderId);
    expect(edited).toMatchObject({
      ...{ status: 'PAID', total: { minor: 1_000n }, lines: [{ quantity: 1 }] },
      refunds: [
        {
          ...{ status: 'PENDING', amount: { minor: 1_000n }, reasonCode: 'ORDER_CHANGED' },
          ...{ actorId: staff.id, requestedBy: 'STAFF' },
        },
      ],
    });
    expect(edited.edits[0]?.refundIds).toEqual(edited.refunds.map(({ id }) => id));
    await shop.sweep(capturing);
    expect((await shop.orderOf(orderId)).refunds).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(await shop.fulfil(orderId)).toMatchObject({ status: 'SHIPPED' });
  });

  it('an unpaid order has its whole payment window again, and is paid at its new total', async () => {
    const orderId = await shop.confirmed();
    const before = await shop.orderOf(orderId);
    await shop.request(orderId, units([variantB, 1]));
    expect(await refusalOf(() => shop.pay(orderId))).toEqual(['ILLEGAL_TRANSITION']);
    const edited = await shop.reserve(orderId);
    expect(edited).toMatchObject({ status: 'CONFIRMED', edits: [{ wasPaid: false }] });
    expect(Number(edited.expiresAt)).toBeGreaterThan(Number(before.expiresAt));
    const paid = await shop.pay(orderId);
    expect(paid).toMatchObject({ status: 'PAID', payments: [{ amount: { minor: 2_550n } }] });
  });

  it('a line that stays keeps its price, also when its variant costs more now or is not for sale any more', async () => {
    const orderId = await shop.paid();
    const price = { minor: '9900', currency: 'EUR' };
    const changed = productData().variants.map((variant) => ({ ...variant, price }));
    await shop.catalogue.projectProduct(productData({ version: 2, variants: changed }));
    expect(minors(await shop.edited(orderId, units([variantA, 3])))).toBe(3_000n);
    expect(minors(await shop.edited(orderId, units([variantA, 1], [variantB, 1])))).toBe(10_900n);
    await shop.catalogue.projectProduct(productData({ version: 3, status: 'ARCHIVED' }));
    expect(minors(await shop.edited(orderId, units([variantA, 4])))).toBe(4_000n);
    expect(
      await refusalOf(() => shop.request(orderId, units([variantA, 4], [variantB, 1]))),
    ).toEqual(['VARIANT_UNAVAILABLE lines 1 variantId']);
    await shop.catalogue.projectProduct(productData({ version: 4 }));
  });

  it('an edit that is short is rejected, and the order stays as it was', async () => {
    const orderId = await shop.paid();
    await shop.request(orderId, units([variantA, 50]));
    const short = [{ variantId: variantA, requested: 50, available: 7 }];
    const rejected = await shop.reject(orderId, short);
    expect(rejected).toMatchObject({
      ...{ status: 'PAID', total: { minor: 2_000n }, lines: [{ quantity: 2 }] },
      edits: [{ status: 'REJECTED', shortLines: short }],
    });
    expect(await shop.fulfil(orderId)).toMatchObject({ status: 'SHIPPED' });
    expect((await kindsOf(orderId))?.slice(-3)).toEqual([
      ...['EDIT_REQUESTED', 'EDIT_REJECTED', 'SHIPPED'],
    ]);
  });

  it('an answer of inventory that arrives twice, or after the opposite one, changes nothing', async () => {
    const orderId = await shop.paid();
    const editId = (await shop.request(orderId, units([variantA, 3]))).edits[0]?.id;
    const edited = await shop.reserve(orderId, editId);
    expect((await shop.reserve(orderId, editId)).version).toBe(edited.version);
    expect((await shop.reject(orderId, [], editId)).version).toBe(edited.version);
    expect(await shop.savedTypes(orderId)).toContain('order.edited.v1');
    expect(await shop.savedTypes(orderId)).not.toContain('order.edit_rejected.v1');
  });

  it('an order that is cancelled while its edit is pending stays cancelled, whatever inventory answers', async () => {
    for (const answer of ['reserve', 'reject'] as const) {
      const orderId = await shop.paid();
      const editId = (await shop.request(orderId, units([variantA, 3]))).edits[0]?.id;
      const cancelled = await cancel(orderId);
      expect(cancelled).toMatchObject({
        ...{ status: 'CANCELLED', total: { minor: 2_000n }, edits: [{ status: 'REJECTED' }] },
        refunds: [{ amount: { minor: 2_000n }, reasonCode: 'ORDER_CANCELLED' }],
      });
      const later =
        answer === 'reserve'
          ? await shop.reserve(orderId, editId)
          : await shop.reject(orderId, [], editId);
      expect(later).toMatchObject({ status: 'CANCELLED', lines: [{ quantity: 2 }] });
      expect((await kindsOf(orderId))?.slice(4, 7)).toEqual([
        ...['EDIT_REQUESTED', 'EDIT_REJECTED', 'CANCELLED'],
      ]);
    }
  });

  it('while an edit is pending, the order is not paid, shipped, refunded or edited', async () => {
    const orderId = await shop.paid();
    await shop.request(orderId, units([variantA, 3]));
    const order = await shop.orderOf(orderId);
    const attempts = [
      () => shop.pay(orderId),
      () => shop.fulfil(orderId),
      () => shop.refund(orderId),
      () => shop.request(orderId, units([variantA, 1])),
    ];
    for (const attempt of attempts) {
      expect(await refusalOf(attempt)).toEqual(['ILLEGAL_TRANSITION']);
    }
    expect(allowedActions(order, staff, returnPeriod)).toEqual(['CANCEL']);
    expect(allowedActions(order, customer, returnPeriod)).toEqual(['CANCEL']);
    expect(allowedActions(await shop.reserve(orderId), staff, returnPeriod)).toContain('EDIT');
  });

  it('money that arrives late while an edit is pending counts', async () => {
    const orderId = await shop.confirmed();
    const { payments } = await shop.pay(orderId, pending);
    await settleCharge(shop.orders, payments[0]?.id ?? '', { status: 'FAILED', code: 'expired' });
    await shop.request(orderId, units([variantA, 3]));
    await settleCharge(shop.orders, payments[0]?.id ?? '', { status: 'CAPTURED' });
    const edited = await shop.reserve(orderId);
    expect(edited).toMatchObject({ status: 'PAID', edits: [{ wasPaid: true }] });
    expect(amountDueOf(edited).minor).toBe(1_000n);
  });

  it('an order that cannot be edited is refused', async () => {
    const code = async (orderId: string) =>
      refusalOf(() => shop.request(orderId, units([variantB, 1])));
    expect(await code((await shop.placed()).id)).toEqual(['ILLEGAL_TRANSITION']);
    const shipped = await shop.paid();
    await shop.fulfil(shipped);
    expect(await code(shipped)).toEqual(['ILLEGAL_TRANSITION']);
    const paying = await shop.confirmed();
    await shop.pay(paying, pending);
    expect(await code(paying)).toEqual(['PAYMENT_IN_PROGRESS']);
    const refunded = await shop.paid();
    await shop.refund(refunded, { amount: { amount: '1', currencyCode: 'EUR' } });
    expect(await code(refunded)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await code(newId())).toEqual(['NOT_FOUND orderId']);
    const again = await shop.cheaper();
    expect(minors(await shop.edited(again, units([variantA, 2])))).toBe(2_000n);
  });

  it('lines that cannot be ordered, or do not differ, are refused', async () => {
    const orderId = await shop.paid();
    const code = (...lines: (readonly [variantId: string, quantity: number])[]) =>
      refusalOf(() => shop.request(orderId, units(...lines)));
    expect(await code([variantA, 2])).toEqual(['INVALID_VALUE lines']);
    expect(await code()).toEqual(['INVALID_VALUE lines']);
    expect(await code([variantA, 100])).toEqual(['INVALID_VALUE lines 0 quantity']);
    expect(await code([variantA, 1], [variantA, 1])).toEqual(['DUPLICATE_LINE lines 1 variantId']);
    expect(await code([newId(), 1])).toEqual(['UNKNOWN_VARIANT lines 0 variantId']);
    const withoutReason = { reasonCode: null };
    expect(
      await refusalOf(() => shop.request(orderId, units([variantA, 1]), withoutReason)),
    ).toEqual(['INVALID_VALUE reason']);
  });

  it('another total or version than expected is refused', async () => {
    const orderId = await shop.paid();
    const lines = units([variantA, 1]);
    const expectedTotal = { amount: '11', currencyCode: 'EUR' };
    expect(await refusalOf(() => shop.request(orderId, lines, { expectedTotal }))).toEqual([
      'PRICE_CHANGED expectedTotal',
    ]);
    expect(await refusalOf(() => shop.request(orderId, lines, { expectedVersion: 1 }))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    const right = { expectedTotal: { amount: '10', currencyCode: 'EUR' }, expectedVersion: 4 };
    expect((await shop.request(orderId, lines, right)).edits).toHaveLength(1);
  });

  it('of two edits at once one is requested, and of an edit and a payment at once one', async () => {
    const orderId = await shop.paid();
    const both = await Promise.allSettled([
      shop.request(orderId, units([variantA, 1])),
      shop.request(orderId, units([variantA, 3])),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await shop.orderOf(orderId)).edits).toHaveLength(1);

    for (let n = 0; n < 5; n++) {
      const unpaid = await shop.confirmed();
      await Promise.allSettled([
        shop.request(unpaid, units([variantB, 2])),
        shop.pay(unpaid, pending),
      ]);
      const { edits, payments } = await shop.orderOf(unpaid);
      expect(edits.length + payments.length).toBe(1);
    }
  });

  it('a replay returns the order, also when it could not be edited any more', async () => {
    const orderId = await shop.paid();
    const idempotencyKey = newKey();
    const lines = units([variantA, 1]);
    await shop.request(orderId, lines, { idempotencyKey });
    await shop.reserve(orderId);
    const replayed = await shop.request(orderId, lines, { idempotencyKey, waitForMs: 10 });
    expect(replayed).toMatchObject({ lines: [{ quantity: 1 }], edits: [{ status: 'APPLIED' }] });
    expect(
      await refusalOf(() => shop.request(orderId, units([variantA, 3]), { idempotencyKey })),
    ).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
  });

  it(`an order has at most ${maxEdits} edits`, async () => {
    const orderId = await shop.confirmed();
    for (let n = 0; n < maxEdits; n++) await shop.edited(orderId, units([variantA, 3 + (n % 2)]));
    expect(await refusalOf(() => shop.request(orderId, units([variantA, 1])))).toEqual([
      'LIMIT_REACHED orderId',
    ]);
  });
});

describe('the preview of an edit', () => {
  it('it has the new price, what is due and what is paid back, and changes nothing', async () => {
    const orderId = await shop.paid();
    const more = await previewEdit(shop, { orderId, lines: units([variantA, 2], [variantB, 1]) });
    expect(more).toMatchObject({
      ...{ amountDue: { minor: 2_550n }, amountRefunded: { minor: 0n }, reasons: [] },
      ...{ lines: [{ quantity: 2 }, { sku: 'B' }], pricing: { total: { minor: 4_550n } } },
    });
    const less = await previewEdit(shop, { orderId, lines: units([variantA, 1]) });
    expect(less).toMatchObject({ amountDue: { minor: 0n }, amountRefunded: { minor: 1_000n } });
    expect((await shop.orderOf(orderId)).version).toBe(4);
  });

  it('it states why an edit would be refused', async () => {
    const orderId = await shop.paid();
    const same = await previewEdit(shop, { orderId, lines: units([variantA, 2]) });
    expect(same).toMatchObject({ pricing: null, lines: [], reasons: [{ code: 'INVALID_VALUE' }] });
    await shop.fulfil(orderId);
    const shipped = await previewEdit(shop, { orderId, lines: units([variantA, 1]) });
    expect(shipped?.reasons).toMatchObject([{ code: 'ILLEGAL_TRANSITION' }]);
    expect(
      await previewEdit(shop, { orderId: newId(), lines: units([variantA, 1]) }),
    ).toBeUndefined();
  });

  it('a customer is not offered to edit', async () => {
    const order = await shop.orderOf(await shop.paid());
    expect(allowedActions(order, customer, returnPeriod)).not.toContain('EDIT');
    expect(allowedActions(order, newViewer(['orders:read']), returnPeriod)).toEqual([]);
  });
});

import { until } from '@shop/service/until';
import { expect, it } from 'vitest';
import { requestData, tokenOf, untilOrder } from './client.ts';
import {
  CancelOrderDocument,
  EditedOrderDocument,
  EditOrderDocument,
  OrderEditPreviewDocument,
  PayOrderDocument,
  ShipOrderDocument,
} from './generated/graphql.ts';
import { addProduct, customerWithOrder, newKey } from './shopping.ts';

const waitForMs = 5_000;

/** A customer with a paid order of two units at 10.00 EUR, and staff. */
async function paidOrder() {
  const { customer, variantId, orderId } = await customerWithOrder(2, 10);
  const staff = await tokenOf('staff');
  const pay = async () => {
    const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
    return (await requestData(PayOrderDocument, { input }, customer.token)).payOrder?.userErrors;
  };
  await pay();
  const read = async () => {
    const { order } = await requestData(EditedOrderDocument, { id: orderId }, staff);
    if (!order) throw new Error('the order does not exist');
    return order;
  };
  const edit = async (...lines: { variantId: string; quantity: number }[]) => {
    const input = { orderId, lines, reason: 'test', waitForMs, idempotencyKey: newKey() };
    return (await requestData(EditOrderDocument, { input }, staff)).editOrder;
  };
  return { customer, variantId, orderId, staff, pay, read, edit };
}

it('an order that staff edit up is paid, invoiced and shipped with its new lines', async () => {
  const { variantId, orderId, staff, pay, read, edit } = await paidOrder();
  const { variants } = await addProduct(5, ['2.50']);
  const other = { variantId: variants[0]?.id ?? '', quantity: 2 };
  const lines = [{ variantId, quantity: 3 }, other];
  const { orderEditPreview } = await requestData(
    OrderEditPreviewDocument,
    { input: { orderId, lines } },
    staff,
  );
  expect(orderEditPreview).toMatchObject({ amountDue: { amount: '15.00' }, problems: [] });
  expect(await edit(...lines)).toMatchObject({
    ...{ userErrors: [] },
    order: {
      ...{ status: 'PAID', total: { amount: '35.00' }, amountDue: { amount: '15.00' } },
      ...{ lines: [{ quantity: 3 }, { quantity: 2 }], edits: [{ status: 'APPLIED' }] },
    },
  });
  expect(await pay()).toEqual([]);
  await until('the further invoice', async () => (await read()).invoices?.length === 2);
  expect((await read()).invoices).toMatchObject([
    { total: { amount: '20.00' } },
    { total: { amount: '15.00' } },
  ]);
  const input = { orderId, idempotencyKey: newKey() };
  const { shipOrder } = await requestData(ShipOrderDocument, { input }, staff);
  expect(shipOrder?.userErrors).toEqual([]);
  await until(
    'the stock to be shipped',
    async () => (await read()).reservation?.status === 'FULFILLED',
  );
});

it('an order that staff edit down is refunded, with a credit note', async () => {
  const { variantId, read, edit } = await paidOrder();
  await edit({ variantId, quantity: 1 });
  await until('the credit note', async () => (await read()).creditNotes?.length === 1);
  expect(await read()).toMatchObject({
    refunds: [{ status: 'SUCCEEDED', reasonCode: 'ORDER_CHANGED', amount: { amount: '10.00' } }],
    creditNotes: [{ total: { amount: '10.00' } }],
  });
});

it('an edit of more than is in stock is rejected with its short lines', async () => {
  const { variantId, edit } = await paidOrder();
  expect(await edit({ variantId, quantity: 11 })).toMatchObject({
    ...{ userErrors: [] },
    order: {
      ...{ lines: [{ quantity: 2 }], total: { amount: '20.00' } },
      edits: [{ status: 'REJECTED', shortLines: [{ requested: 11, available: 10 }] }],
    },
  });
});

it('an order that is cancelled right after an edit was requested keeps no stock', async () => {
  const { variantId, orderId, customer, staff, read } = await paidOrder();
  const lines = [{ variantId, quantity: 5 }];
  const input = { orderId, lines, reason: 'test', idempotencyKey: newKey() };
  await requestData(EditOrderDocument, { input }, staff);
  const cancellation = { orderId, reason: 'mistake', idempotencyKey: newKey() };
  await requestData(CancelOrderDocument, { input: cancellation }, customer.token);
  await untilOrder(orderId, 'CANCELLED', customer.token);
  await until(
    'the stock to be released',
    async () => (await read()).reservation?.status === 'RELEASED',
  );
  expect((await read()).pendingEdit).toBeNull();
});

import { randomUUID } from 'node:crypto';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { registerCustomer, requestData, tokenOf, untilOrder } from './client.ts';
import { expectRepair, inDatabase, runDoctor, untilStockIsCopied } from './doctor-fixture.ts';
import {
  AddCartLinesDocument,
  ApplyVoucherDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  ShipOrderDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { customerWithOrder, newKey } from './shopping.ts';

const paidOrder = async () => {
  const order = await customerWithOrder(2);
  const { orderId, customer } = order;
  const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input }, customer.token);
  await untilOrder(orderId, 'PAID', customer.token);
  return order;
};

/** Returns the units of the only line that were shipped, as the reservation counts them. */
const shippedOf = async (orderId: string): Promise<unknown> => {
  const sql = `SELECT (lines->0->>'shipped')::int AS shipped FROM reservations WHERE order_id = $1`;
  return (await inDatabase('inventory', sql, [orderId]))[0]?.shipped;
};

const reservationOf = async (orderId: string) =>
  (
    await inDatabase('inventory', 'SELECT status FROM reservations WHERE order_id = $1', [orderId])
  )[0]?.status;

const setStatus = (orderId: string, status: string) =>
  inDatabase('order', `UPDATE orders SET status = $2, expires_at = NULL WHERE id = $1`, [
    ...[orderId, status],
  ]);

/** Waits until inventory has handled the events of these types about an order. */
async function untilHandled(orderId: string, types: readonly string[]): Promise<void> {
  const events = await inDatabase(
    'order',
    'SELECT id FROM outbox WHERE subject = $1 AND type = ANY($2)',
    [orderId, types],
  );
  expect(events).toHaveLength(types.length);
  const ids = events.map(({ id }) => String(id));
  const handled = `SELECT FROM inbox WHERE queue = 'inventory.orders' AND event_id = ANY($1)`;
  await until('inventory to handle the events', async () => {
    return (await inDatabase('inventory', handled, [ids])).length === types.length;
  });
}

describe('npm run doctor', () => {
  it('of a shop in which nothing is wrong finds nothing, while orders are placed', async () => {
    await Promise.all([paidOrder(), paidOrder()]);
    const { findings } = await runDoctor();
    // Other tests leave dead letters and refused refunds on purpose.
    const left = ['dead-letters', 'refunds', 'messages'];
    expect(findings.filter(({ check }) => !left.includes(check))).toEqual([]);
  });

  it('names stock that differs from its ledger, and its command counts it anew', async () => {
    const { variantId } = await customerWithOrder(1);
    await inDatabase('inventory', 'UPDATE stock SET on_hand = on_hand + 7 WHERE variant_id = $1', [
      variantId,
    ]);
    await expectRepair('stock-ledger', variantId, /recount-stock/);
  });

  it('names a reservation whose status its movements do not have, and its command restates it', async () => {
    const { orderId } = await customerWithOrder(1);
    await inDatabase(
      'inventory',
      `UPDATE reservations SET status = 'RELEASED', lines = '[]' WHERE order_id = $1`,
      [orderId],
    );
    await expectRepair('reservation-ledger', orderId, /restate-reservation/);
    expect(await reservationOf(orderId)).toBe('ACTIVE');
    expect(await shippedOf(orderId)).toBe(0);
  });

  it('names an orphan reservation, and its command releases the units', async () => {
    const { orderId } = await customerWithOrder(3);
    await setStatus(orderId, 'CANCELLED');
    await expectRepair('reservations', orderId, /release-reservation/);
    expect(await reservationOf(orderId)).toBe('RELEASED');
  });

  it('names an order without its reservation, and its command reserves the units', async () => {
    const { orderId, variantId } = await customerWithOrder(2);
    await inDatabase('inventory', 'DELETE FROM reservations WHERE order_id = $1', [orderId]);
    await inDatabase('inventory', 'DELETE FROM stock_movements WHERE order_id = $1', [orderId]);
    await inDatabase(
      'inventory',
      'UPDATE stock SET reserved = reserved - 2 WHERE variant_id = $1',
      [variantId],
    );
    await expectRepair('reservations', orderId, /replay order --type order.created.v1/);
    expect(await reservationOf(orderId)).toBe('ACTIVE');
  });

  it('names a shipped order whose units are still reserved, and its command takes them out of stock', async () => {
    const { orderId, variantId } = await paidOrder();
    const input = { orderId, idempotencyKey: newKey() };
    await requestData(ShipOrderDocument, { input }, await tokenOf('staff'));
    // Each of them takes out of stock what the others have not.
    await untilHandled(orderId, ['order.fulfilment_shipped.v1', 'order.shipped.v1']);
    const shipped = `DELETE FROM stock_movements WHERE order_id = $1 AND kind = 'SHIP'`;
    await inDatabase('inventory', shipped, [orderId]);
    await inDatabase(
      'inventory',
      `UPDATE reservations SET status = 'ACTIVE', lines = jsonb_set(lines, '{0,shipped}', '0')
       WHERE order_id = $1`,
      [orderId],
    );
    await inDatabase(
      'inventory',
      'UPDATE stock SET on_hand = on_hand + 2, reserved = reserved + 2 WHERE variant_id = $1',
      [variantId],
    );
    await expectRepair('reservations', orderId, /replay order --type order.shipped.v1/);
    expect(await reservationOf(orderId)).toBe('FULFILLED');
  });

  it('names a reservation that lacks a parcel, and its command takes the units out of stock', async () => {
    const { orderId, variantId } = await paidOrder();
    const lines = [{ lineId: `${orderId}:${variantId}`, quantity: 1 }];
    const input = { orderId, lines, idempotencyKey: newKey() };
    await requestData(ShipOrderDocument, { input }, await tokenOf('staff'));
    await until('the parcel', async () => (await shippedOf(orderId)) === 1);
    const shipped = `DELETE FROM stock_movements WHERE order_id = $1 AND kind = 'SHIP'`;
    await inDatabase('inventory', shipped, [orderId]);
    const back = `UPDATE reservations SET lines = jsonb_set(lines, '{0,shipped}', '0') WHERE order_id = $1`;
    await inDatabase('inventory', back, [orderId]);
    await inDatabase(
      'inventory',
      'UPDATE stock SET on_hand = on_hand + 1, reserved = reserved + 1 WHERE variant_id = $1',
      [variantId],
    );
    await expectRepair('reservations', orderId, /replay order --type order.fulfilment_shipped.v1/);
    expect([await shippedOf(orderId), await reservationOf(orderId)]).toEqual([1, 'ACTIVE']);
  });

  it('names an order that waits for an answer inventory has given, and its command repeats the answer', async () => {
    const { orderId, customer } = await customerWithOrder(1);
    await setStatus(orderId, 'PENDING');
    await expectRepair('reservations', orderId, /replay inventory --type stock.reserved.v1/);
    await untilOrder(orderId, 'CONFIRMED', customer.token);
  });

  it('names a reservation of another customer, and its command corrects it', async () => {
    const { orderId } = await customerWithOrder(1);
    const sql = 'UPDATE reservations SET customer_id = $2 WHERE order_id = $1';
    await inDatabase('inventory', sql, [orderId, randomUUID()]);
    await expectRepair('reservations', orderId, /claim-reservation/);
  });

  it('names a cancelled order that was paid, and its command refunds it', async () => {
    const { orderId, customer } = await paidOrder();
    await setStatus(orderId, 'CANCELLED');
    await expectRepair('money', orderId, /refund-order/);
    await until('the refund', async () => {
      const [refund] = await inDatabase('order', 'SELECT status FROM refunds WHERE order_id = $1', [
        orderId,
      ]);
      return refund?.status === 'SUCCEEDED';
    });
    await untilOrder(orderId, 'CANCELLED', customer.token);
    await expectRepair('reservations', orderId, /release-reservation/);
  });

  it('names an order that its promotions do not count, and its command counts it', async () => {
    const customer = await registerCustomer();
    const { variantId } = await customerWithOrder(1);
    const added = { lines: [{ variantId, quantity: 1 }] };
    await requestData(AddCartLinesDocument, { input: added }, customer.token);
    await requestData(ApplyVoucherDocument, { input: { code: 'welcome10' } }, customer.token);
    const input = { fromCart: true, shippingAddress, idempotencyKey: newKey() };
    const { placeOrder } = await requestData(PlaceOrderDocument, { input }, customer.token);
    const orderId = placeOrder?.order?.id ?? '';
    const uses = () =>
      inDatabase('order', 'SELECT promotion_code FROM redemptions WHERE order_id = $1', [orderId]);
    expect(await uses()).toEqual([{ promotion_code: 'welcome' }]);
    await inDatabase('order', 'DELETE FROM redemptions WHERE order_id = $1', [orderId]);
    await expectRepair('redemptions', `${orderId} welcome`, /count-promotions/);
    expect(await uses()).toEqual([{ promotion_code: 'welcome' }]);
  });

  it('names a gift card whose balance is not what its movements make of it', async () => {
    const add = (minor: number) =>
      inDatabase(
        'order',
        `UPDATE gift_cards SET balance_minor = balance_minor + $1
         WHERE id = (SELECT id FROM gift_cards ORDER BY id LIMIT 1) RETURNING id::text`,
        [minor],
      );
    const find = async () =>
      (await runDoctor('--check', 'gift-cards', '--patience', '0')).findings.map(
        ({ subject, repair }) => [subject.split(' ')[0], repair],
      );
    expect(await find()).toEqual([]);
    const [card] = await add(1);
    expect(await find()).toEqual([[card?.['id'], expect.stringContaining('updateGiftCard')]]);
    await add(-1);
    expect(await find()).toEqual([]);
  });

  it('names a captured payment whose order is not paid, and its command asks the provider again', async () => {
    const { orderId, customer } = await paidOrder();
    await setStatus(orderId, 'CONFIRMED');
    await expectRepair('money', orderId, /poll-payments/);
    await untilOrder(orderId, 'PAID', customer.token);
  });

  it.each([
    [
      'product.variant_stock',
      'product',
      'UPDATE variant_stock SET available = 0 WHERE variant_id = $1',
    ],
    ['product.variant_stock', 'product', 'DELETE FROM variant_stock WHERE variant_id = $1'],
    [
      'order.variant_availability',
      'order',
      'DELETE FROM variant_availability WHERE variant_id = $1',
    ],
    [
      'order.catalogue_variants',
      'order',
      'UPDATE catalogue_variants SET price_minor = 1 WHERE variant_id = $1',
    ],
    ['inventory.stock', 'inventory', 'UPDATE stock SET for_sale = false WHERE variant_id = $1'],
  ])(
    'names a row of the read model %s that is not its source, and its command rebuilds it',
    async (check, database, sql) => {
      const { variantId } = await customerWithOrder(1);
      await untilStockIsCopied(variantId);
      await inDatabase(database, sql, [variantId]);
      await expectRepair(check, variantId, /republish-(stock|product)/);
    },
  );

  it('names a listing that is not that of its variants, and its command refreshes it', async () => {
    const { productId, variantId } = await customerWithOrder(1);
    await untilStockIsCopied(variantId);
    await inDatabase('product', 'UPDATE products SET in_stock = false WHERE id = $1', [productId]);
    await expectRepair('product.listing', productId, /refresh-listing/);
  });

  it('names an event that was not handled, and its command sends it again', async () => {
    const { variantId } = await customerWithOrder(1);
    await untilStockIsCopied(variantId);
    const [event] = await inDatabase(
      'inventory',
      `UPDATE outbox SET published_at = published_at - interval '20 minutes'
       WHERE subject = $1 AND published_at IS NOT NULL RETURNING id`,
      [variantId],
    );
    const sql = `DELETE FROM inbox WHERE queue = 'product.stock' AND event_id = $1`;
    await inDatabase('product', sql, [event?.id]);
    await expectRepair('handled-events', 'product.stock stock.changed.v1', /replay inventory/);
  });

  it('names a message that was not sent, and its command sends it', async () => {
    const { orderId } = await customerWithOrder(1);
    const [event] = await inDatabase(
      'order',
      `SELECT id FROM outbox WHERE subject = $1 AND type = 'order.confirmed.v1'`,
      [orderId],
    );
    const deliveries = () =>
      inDatabase('notification', 'SELECT template, status FROM deliveries WHERE event_id = $1', [
        event?.id,
      ]);
    const [delivery] = await until('the e-mail', async () => {
      const rows = await deliveries();
      return rows[0]?.status === 'SENT' && rows;
    });
    await inDatabase(
      'notification',
      `UPDATE deliveries SET status = 'SENDING', updated_at = now() - interval '2 hours' WHERE event_id = $1`,
      [event?.id],
    );
    await expectRepair('messages', `${event?.id} ${delivery?.template}`, /resend-message/);
    await until('the e-mail again', async () => (await deliveries())[0]?.status === 'SENT');
  });

  it('names a verified account whose mailbox is not, and its command records it', async () => {
    const { email } = demoAccounts.cem;
    await inDatabase('notification', 'DELETE FROM verified_mailboxes WHERE mailbox = $1', [email]);
    await expectRepair('notification.verified_mailboxes', email, /verify-mailbox/);
  });

  it('names a guard that is missing, and its command adds it again', async () => {
    await inDatabase('inventory', 'ALTER TABLE stock DROP CONSTRAINT stock_never_oversold');
    await expectRepair('guards', 'inventory.stock_never_oversold', /restore-guard/);
    await inDatabase('inventory', 'DROP INDEX stock_movements_once_per_order');
    await expectRepair('guards', 'inventory.stock_movements_once_per_order', /restore-guard/);
    await inDatabase('order', 'ALTER TABLE order_documents DROP CONSTRAINT order_documents_pkey');
    await expectRepair('guards', 'order.order_documents_pkey', /restore-guard/);
    await inDatabase('order', 'DROP INDEX order_documents_number_key');
    await expectRepair('guards', 'order.order_documents_number_key', /restore-guard/);
  });
});

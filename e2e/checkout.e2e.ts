import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { registerCustomer, requestData, tokenOf } from './client.ts';
import {
  CartDocument,
  CheckoutDocument,
  GuestOrderDocument,
  GuestPayDocument,
  MergeCartDocument,
  MyCartDocument,
  SetVariantPriceDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';
import { guestCart, newKey } from './shopping.ts';

describe('the checkout of a guest', () => {
  it('a guest orders a cart, then reads and pays the order by token; others cannot', async () => {
    const { variantId, cartToken } = await guestCart();
    const email = `${randomUUID()}@shop.example`;
    const input = {
      ...{ cartToken, email, shippingAddress, idempotencyKey: newKey() },
      expectedTotal: { amount: '20.00', currencyCode: 'EUR' },
    };
    const { placeOrder } = await requestData(CheckoutDocument, { input });
    expect(placeOrder).toMatchObject({
      userErrors: [],
      order: {
        ...{ email, customer: null, total: { amount: '20.00' } },
        lines: [{ quantity: 2, variant: { id: variantId } }],
        shippingAddress: { recipient: 'Žofie', country: 'HR', phone: '+38511234567' },
        billingAddress: { recipient: 'Žofie' },
      },
    });
    const again = await requestData(CheckoutDocument, { input });
    expect(again.placeOrder?.orderToken).toBe(placeOrder?.orderToken);
    const { cart } = await requestData(CartDocument, { token: cartToken });
    expect(cart?.lines).toEqual([]);

    const { id = '' } = placeOrder?.order ?? {};
    const orderToken = placeOrder?.orderToken ?? '';
    const confirmed = await until('the order to be confirmed', async () => {
      const { order } = await requestData(GuestOrderDocument, { id, token: orderToken });
      return order?.status === 'CONFIRMED' ? order : undefined;
    });
    const open = { allowedActions: ['PAY', 'CANCEL'], timeline: [{ kind: 'PLACED' }, {}] };
    expect(confirmed).toMatchObject(open);
    const pay = { orderId: id, paymentToken: 'tok_success' };
    const foreign = { ...pay, orderToken: 'nonsense', idempotencyKey: newKey() };
    const { token: otherCustomer } = await registerCustomer();
    const byToken = await requestData(GuestOrderDocument, { id, token: orderToken }, otherCustomer);
    expect(byToken.order).toMatchObject(open);
    for (const token of [undefined, otherCustomer]) {
      expect((await requestData(GuestOrderDocument, { id }, token)).order).toBeNull();
      expect(
        (await requestData(GuestOrderDocument, { id, token: 'nonsense' }, token)).order,
      ).toBeNull();
      const refused = await requestData(GuestPayDocument, { input: foreign }, token);
      expect(refused.payOrder).toEqual({ order: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    const paid = await requestData(GuestPayDocument, {
      input: { ...pay, orderToken, idempotencyKey: newKey() },
    });
    expect(paid.payOrder).toMatchObject({ order: { status: 'PAID' }, userErrors: [] });
  });
});

describe('the checkout of a customer', () => {
  it('a merged cart is ordered at current prices, and a former expected total is refused', async () => {
    const { variantId, cartToken } = await guestCart();
    const { id, token } = await registerCustomer();
    await requestData(MergeCartDocument, { input: { cartToken } }, token);
    const place = (amount: string) => {
      const expectedTotal = { amount, currencyCode: 'EUR' };
      const input = { fromCart: true, shippingAddress, expectedTotal, idempotencyKey: newKey() };
      return requestData(CheckoutDocument, { input }, token);
    };
    const price = { variantId, price: { amount: '12.00', currencyCode: 'EUR' } };
    await requestData(SetVariantPriceDocument, { input: price }, await tokenOf('staff'));
    const refused = await until('orders to know the new price', async () => {
      const { me } = await requestData(MyCartDocument, {}, token);
      return me?.cart?.problems.length ? place('20.00') : undefined;
    });
    expect(refused.placeOrder).toMatchObject({
      order: null,
      userErrors: [
        {
          code: 'PRICE_CHANGED',
          field: ['expectedTotal'],
          details: {
            __typename: 'PriceDetails',
            total: { amount: '24.00', currencyCode: 'EUR' },
          },
        },
      ],
    });
    expect(refused.placeOrder?.userErrors[0]?.message).toContain('24.00 EUR');
    const { placeOrder } = await place('24.00');
    expect(placeOrder).toMatchObject({ userErrors: [], orderToken: null });
    expect(placeOrder?.order).toMatchObject({ customer: { id }, total: { amount: '24.00' } });
    expect((await place('24.00')).placeOrder?.userErrors).toMatchObject([{ code: 'CART_EMPTY' }]);
  });
});

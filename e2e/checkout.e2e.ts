import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { get, newCustomer, tokenOf } from './client.ts';
import {
  AddCartLinesDocument,
  CartDocument,
  CheckoutDocument,
  GuestOrderDocument,
  GuestPayDocument,
  MergeCartDocument,
  MyCartDocument,
  SetVariantPriceDocument,
} from './generated/graphql.ts';
import { key, newProduct } from './shopping.ts';

const shippingAddress = {
  ...{ recipient: 'Žofie', line1: 'Ulica 1', city: 'Zagreb' },
  ...{ postalCode: '10000', country: 'HR', phone: '+38511234567' },
};

/** A guest's cart with two of a variant at 10.00 EUR, once orders know it. */
async function guestCart() {
  const { variants } = await newProduct(10);
  const variantId = variants[0]?.id ?? '';
  const input = { lines: [{ variantId, quantity: 2 }] };
  const cartToken = await until('the variant to be known to orders', async () => {
    const { addCartLines } = await get(AddCartLinesDocument, { input });
    return addCartLines?.cartToken ?? undefined;
  });
  return { variantId, cartToken };
}

describe('a guest', () => {
  it('orders a cart, reads and pays by token; strangers see nothing', async () => {
    const { variantId, cartToken } = await guestCart();
    const email = `${randomUUID()}@shop.example`;
    const input = {
      ...{ cartToken, email, shippingAddress, idempotencyKey: key() },
      expectedTotal: { amount: '20.00', currencyCode: 'EUR' },
    };
    const { placeOrder } = await get(CheckoutDocument, { input });
    expect(placeOrder).toMatchObject({
      userErrors: [],
      order: {
        ...{ email, customer: null, total: { amount: '20.00' } },
        lines: [{ quantity: 2, variant: { id: variantId } }],
        shippingAddress: { recipient: 'Žofie', country: 'HR', phone: '+38511234567' },
        billingAddress: { recipient: 'Žofie' },
      },
    });
    const again = await get(CheckoutDocument, { input });
    expect(again.placeOrder?.orderToken).toBe(placeOrder?.orderToken);
    const { cart } = await get(CartDocument, { token: cartToken });
    expect(cart?.lines).toEqual([]);

    const { id = '' } = placeOrder?.order ?? {};
    const orderToken = placeOrder?.orderToken ?? '';
    await until('the order to be confirmed', async () => {
      const { order } = await get(GuestOrderDocument, { id, token: orderToken });
      return order?.status === 'CONFIRMED' || undefined;
    });
    const pay = { orderId: id, paymentToken: 'tok_success' };
    const stolen = { ...pay, orderToken: 'nonsense', idempotencyKey: key() };
    const { token: stranger } = await newCustomer();
    for (const token of [undefined, stranger]) {
      expect((await get(GuestOrderDocument, { id }, token)).order).toBeNull();
      expect((await get(GuestOrderDocument, { id, token: 'nonsense' }, token)).order).toBeNull();
      const refused = await get(GuestPayDocument, { input: stolen }, token);
      expect(refused.payOrder).toEqual({ order: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    const paid = await get(GuestPayDocument, {
      input: { ...pay, orderToken, idempotencyKey: key() },
    });
    expect(paid.payOrder).toMatchObject({ order: { status: 'PAID' }, userErrors: [] });
  });
});

describe('a customer', () => {
  it('orders the cart that was a guest’s, at the price it has now', async () => {
    const { variantId, cartToken } = await guestCart();
    const { id, token } = await newCustomer();
    await get(MergeCartDocument, { input: { cartToken } }, token);
    const place = (amount: string) => {
      const expectedTotal = { amount, currencyCode: 'EUR' };
      const input = { fromCart: true, expectedTotal, idempotencyKey: key() };
      return get(CheckoutDocument, { input }, token);
    };
    const price = { variantId, price: { amount: '12.00', currencyCode: 'EUR' } };
    await get(SetVariantPriceDocument, { input: price }, await tokenOf('staff'));
    const refused = await until('orders to know the new price', async () => {
      const { me } = await get(MyCartDocument, {}, token);
      return me?.cart?.problems.length ? place('20.00') : undefined;
    });
    expect(refused.placeOrder).toMatchObject({
      order: null,
      userErrors: [{ code: 'PRICE_CHANGED', field: ['expectedTotal'] }],
    });
    expect(refused.placeOrder?.userErrors[0]?.message).toContain('24.00 EUR');
    const { placeOrder } = await place('24.00');
    expect(placeOrder).toMatchObject({ userErrors: [], orderToken: null });
    expect(placeOrder?.order).toMatchObject({ customer: { id }, total: { amount: '24.00' } });
    expect((await place('24.00')).placeOrder?.userErrors).toMatchObject([{ code: 'CART_EMPTY' }]);
  });
});

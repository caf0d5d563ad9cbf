import { newId } from '@shop/domain';
import { placeOrder } from '../../domain/place-order.ts';
import { placeOrderForCustomer } from '../../domain/place-order-for-customer.ts';
import { newKey, newViewer, productData, shippingAddress, variantA } from '../fixtures.ts';
import { flatZone } from '../flat-zone.ts';
import { staff } from '../order-fixture.ts';
import type { Fixture, Input, RefusalCases, Refused } from './case.ts';
import { fillCart, lineOf, refusedLines } from './line-cases.ts';

/** Returns what is refused of `placeOrder`, and of `placeOrderForCustomer`. */
export function placeOrderCases(shop: Fixture): RefusalCases {
  const placing = (input: Input): Input => ({
    ...{ shippingAddress, idempotencyKey: newKey(), ...input },
  });
  const lines = [lineOf(variantA)];
  /** Orders the cart of a viewer who has this line in it. */
  const fromCart = async (variantId: string, quantity: number): Promise<Refused> => {
    const viewer = newViewer();
    const { cart } = await fillCart(shop, viewer, [lineOf(variantId, quantity)]);
    return {
      input: placing({ fromCart: true }),
      viewer,
      now: { order: null, cart: { id: cart.id } },
    };
  };
  const newVariant = async () => {
    const variantId = newId();
    const price = { minor: '100', currency: 'EUR' };
    const variants = [{ variantId, sku: variantId, title: '', price }];
    await shop.catalogue.projectProduct(productData({ productId: newId(), variants }));
    return variantId;
  };
  const forCustomer = (input: Input): Input => placing({ email: 'nel@shop.example', ...input });
  const unexpected = { expectedTotal: { amount: '9.99', currencyCode: 'EUR' } };
  return {
    ...Object.fromEntries(
      Object.entries(refusedLines).map(([code, refused]) => [
        `placeOrderForCustomer ${code}`,
        async () => ({
          input: forCustomer({ lines: refused }),
          now: { order: null },
          viewer: staff,
        }),
      ]),
    ),
    async 'placeOrderForCustomer NOT_FOUND'() {
      const rules = await shop.pricing.current();
      const zones = [flatZone('DE', { minor: 490n, currency: 'EUR' })];
      const current = async () => ({
        ...rules,
        SHIPPING: { ...rules.SHIPPING, version: 1, rules: { zones } },
      });
      return {
        input: forCustomer({ lines, shippingMethod: 'unknown' }),
        viewer: staff,
        stores: { ...shop, pricing: { ...shop.pricing, current } },
      };
    },
    'placeOrderForCustomer PRICE_CHANGED': async () => ({
      input: forCustomer({ lines, ...unexpected }),
      viewer: staff,
    }),
    async 'placeOrderForCustomer IDEMPOTENCY_CONFLICT'() {
      const input = forCustomer({ lines });
      await placeOrderForCustomer(shop, staff, input as never);
      return { input: { ...input, lines: [lineOf(variantA, 2)] }, viewer: staff };
    },
    ...Object.fromEntries(
      Object.entries(refusedLines).map(([code, refused]) => [
        `placeOrder ${code}`,
        async () => ({ input: placing({ lines: refused }), now: { order: null } }),
      ]),
    ),
    'placeOrder NOT_FOUND': async () => ({
      input: placing({ lines: undefined, cartToken: 'unknown' }),
    }),
    'placeOrder CART_EMPTY': async () => ({
      input: placing({ fromCart: true }),
      viewer: newViewer(),
      now: { cart: null },
    }),
    async 'placeOrder INSUFFICIENT_STOCK'() {
      const variantId = await newVariant();
      await shop.availability.projectStock(variantId, 2, newId());
      return fromCart(variantId, 3);
    },
    // Another request changes the cart after it was read.
    async 'placeOrder VERSION_CONFLICT'() {
      const refused = await fromCart(variantA, 1);
      const find: Fixture['carts']['find'] = async (key) => {
        const cart = await shop.carts.find(key);
        await fillCart(shop, refused.viewer ?? null, lines);
        return cart;
      };
      return { ...refused, stores: { ...shop, carts: { ...shop.carts, find } } };
    },
    'placeOrder PRICE_CHANGED': async () => ({
      input: placing({ lines, ...unexpected }),
    }),
    async 'placeOrder TOO_MANY_UNPAID_ORDERS'() {
      await shop.placed();
      return { input: placing({ lines }), client: { maxUnpaid: { ofCustomer: 1, ofNetwork: 0 } } };
    },
    async 'placeOrder IDEMPOTENCY_CONFLICT'() {
      const viewer = newViewer();
      const input = placing({ lines });
      await placeOrder(shop, viewer, input as never);
      return { input: { ...input, lines: [lineOf(variantA, 2)] }, viewer };
    },
  };
}

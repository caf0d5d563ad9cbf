import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { expect } from 'vitest';
import { registerCustomer, requestData, tokenOf, untilOrder } from './client.ts';
import {
  AddCartLinesDocument,
  CreateProductDocument,
  PlaceOrderDocument,
  ReceiveStockDocument,
} from './generated/graphql.ts';
import { shippingAddress } from './shipping-address.ts';

/** Returns a new idempotency key. */
export const newKey = () => randomUUID();

/** Creates a product that can be ordered at once, with this many units of each variant; no other test buys them. */
export async function addProduct(units: number, prices = ['10.00', '2.50']) {
  const staff = await tokenOf('staff');
  const title = `Thing ${randomUUID()}`;
  const variants = prices.map((amount, n) => ({
    sku: `E2E-${randomUUID().slice(0, 8)}-${n}`,
    options: [{ name: 'Size', value: String(n) }],
    price: { amount, currencyCode: 'EUR' },
  }));
  const input = { title, status: 'ACTIVE' as const, variants };
  const { createProduct } = await requestData(CreateProductDocument, { input }, staff);
  const product = createProduct?.product;
  if (!product) throw new Error(JSON.stringify(createProduct?.userErrors));
  for (const { id } of product.variants) await receiveUnits(id, units);
  await fillCart(product.variants.map(({ id }) => ({ variantId: id, quantity: 1 })));
  return product;
}

/** Fills a cart of a guest, as soon as the order subgraph has projected the variants. Returns its token. */
const fillCart = (lines: { variantId: string; quantity: number }[]): Promise<string> =>
  until('orders to know the variants', async () => {
    const { addCartLines } = await requestData(AddCartLinesDocument, { input: { lines } });
    if (addCartLines?.cartToken) return addCartLines.cartToken;
    expect(addCartLines?.userErrors.map(({ code }) => code)).toContain('UNKNOWN_VARIANT');
    return undefined;
  });

/** Receives units into stock, as soon as inventory has projected the variant. */
export async function receiveUnits(variantId: string, quantity: number): Promise<void> {
  const staff = await tokenOf('staff');
  const input = { variantId, quantity, reason: 'delivery', idempotencyKey: newKey() };
  await until(`inventory to know variant ${variantId}`, async () => {
    const { receiveStock } = await requestData(ReceiveStockDocument, { input }, staff);
    const [refusal] = receiveStock?.userErrors ?? [];
    if (refusal && refusal.code !== 'UNKNOWN_VARIANT') throw new Error(JSON.stringify(refusal));
    return !refusal;
  });
}

/** Places an order, as soon as the order subgraph has projected the variants. */
export async function place(token: string, lines: { variantId: string; quantity: number }[]) {
  const input = { lines, shippingAddress, idempotencyKey: newKey() };
  return until('orders to know the variants', async () => {
    const { placeOrder } = await requestData(PlaceOrderDocument, { input }, token);
    if (placeOrder?.order) return placeOrder.order;
    expect(placeOrder?.userErrors.map(({ code }) => code)).toContain('UNKNOWN_VARIANT');
    return undefined;
  });
}

/** Registers a customer with a CONFIRMED order of this many units at 10.00 EUR. */
export async function customerWithOrder(quantity: number, stock = 50) {
  const customer = await registerCustomer();
  const product = await addProduct(stock, ['10.00']);
  const { id: variantId = '', sku = '' } = product.variants[0] ?? {};
  const { id: orderId } = await place(customer.token, [{ variantId, quantity }]);
  await untilOrder(orderId, 'CONFIRMED', customer.token);
  return { customer, productId: product.id, variantId, sku, orderId };
}

/** Fills a guest's cart with two units at 10.00 EUR. */
export async function guestCart() {
  const { variants } = await addProduct(10);
  const variantId = variants[0]?.id ?? '';
  return { variantId, cartToken: await fillCart([{ variantId, quantity: 2 }]) };
}

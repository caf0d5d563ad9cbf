import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { get, tokenOf } from './client.ts';
import {
  CreateProductDocument,
  PlaceOrderDocument,
  ReceiveStockDocument,
} from './generated/graphql.ts';

/** A new idempotency key. */
export const key = () => randomUUID();

/** A product of our own with so many units in stock; other tests cannot buy it away. */
export async function newProduct(units: number, prices = ['10.00', '2.50']) {
  const staff = await tokenOf('staff');
  const title = `Thing ${randomUUID()}`;
  const variants = prices.map((amount, n) => ({
    sku: `E2E-${randomUUID().slice(0, 8)}-${n}`,
    options: [{ name: 'Size', value: String(n) }],
    price: { amount, currencyCode: 'EUR' },
  }));
  const input = { title, status: 'ACTIVE' as const, variants };
  const { createProduct } = await get(CreateProductDocument, { input }, staff);
  const product = createProduct?.product;
  if (!product) throw new Error(JSON.stringify(createProduct?.userErrors));
  for (const { id } of product.variants) await receive(id, units, staff);
  return product;
}

/** Books units in; the variant is known to inventory a moment after the product is. */
async function receive(variantId: string, quantity: number, staff: string) {
  for (;;) {
    const input = { variantId, quantity, reason: 'delivery', idempotencyKey: key() };
    const { receiveStock } = await get(ReceiveStockDocument, { input }, staff);
    if (receiveStock?.userErrors[0]?.code !== 'UNKNOWN_VARIANT') return;
  }
}

/** Places an order as soon as the variants are known. */
export async function place(token: string, lines: { variantId: string; quantity: number }[]) {
  const input = { lines, idempotencyKey: key() };
  for (;;) {
    const { placeOrder } = await get(PlaceOrderDocument, { input }, token);
    if (placeOrder?.order) return placeOrder.order;
    // The product is known to orders a moment after it is created.
    expect(placeOrder?.userErrors.map(({ code }) => code)).toContain('UNKNOWN_VARIANT');
  }
}

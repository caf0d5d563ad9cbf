import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateProductDocument,
  LoginDocument,
  ReceiveStockDocument,
  type ReceiveStockInput,
} from '../generated/graphql.ts';
import { insist } from './graph.ts';
import type { World } from './world.ts';

const variants = 12;
const password = 'shop-demo-2026';

/** Products with too few units for everybody, and one whose stock the crash loop will hold. */
export async function stockUp({ url }: World, orders: number) {
  const input = { email: 'staff@shop.example', password };
  const { login } = await insist(url, LoginDocument, { input });
  const token = login?.session?.accessToken ?? '';
  const sized = Array.from({ length: variants + 1 }, (_, n) => ({
    sku: `CHAOS-${n}`,
    options: [{ name: 'Size', value: String(n) }],
    price: { amount: '10.00', currencyCode: 'EUR' },
  }));
  const product = { title: 'Chaos', status: 'ACTIVE' as const, variants: sized };
  const { createProduct } = await insist(url, CreateProductDocument, { input: product }, token);
  const ids = createProduct?.product?.variants.map(({ id }) => id) ?? [];
  // Customers want three units on average, and a third of them gives theirs back.
  const quantity = Math.ceil((orders * 2) / variants);
  for (const [n, variantId] of ids.entries()) {
    await receive(url, token, {
      variantId,
      quantity,
      reason: 'chaos',
      idempotencyKey: `chaos-${n}-receive`,
    });
  }
  return { token, variantIds: ids.slice(0, variants), cursed: ids.at(-1) ?? '' };
}

/** Inventory hears of a variant a moment after it was made. */
async function receive(url: string, token: string, input: ReceiveStockInput) {
  for (;;) {
    const { receiveStock } = await insist(url, ReceiveStockDocument, { input }, token);
    if (!receiveStock?.userErrors.length) return;
    await sleep(50);
  }
}

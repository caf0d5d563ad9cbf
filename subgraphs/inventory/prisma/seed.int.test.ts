import { idFromName } from '@shop/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStock } from '../testing/open-stock.ts';
import { productOf } from '../testing/product-of.ts';
import { seed } from './seed.ts';

let stock: Awaited<ReturnType<typeof openStock>>;
beforeAll(async () => {
  stock = await openStock();
});
afterAll(() => stock.close());

const variantId = idFromName('variant:TEE-CLASSIC-BLK-S');

it('seeding adds the stock of each variant once, including variants that are already tracked', async () => {
  await stock.store.track(productOf({ variantId, sku: 'TEE-CLASSIC-BLK-S' }));
  await Promise.all([seed(stock.url), seed(stock.url)]);
  await seed(stock.url);
  const { onHand, ledger } = await stock.figures(variantId);
  expect(onHand).toBe(37);
  expect(ledger).toEqual({ onHandDelta: 37, reservedDelta: 0 });
});

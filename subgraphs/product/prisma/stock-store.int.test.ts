import { newId } from '@shop/domain';
import { createInbox } from '@shop/messaging';
import { newEvent } from '@shop/schema';
import { createSqlDatabase } from '@shop/service/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addVariant } from '../domain/add-variant.ts';
import { removeVariant } from '../domain/remove-variant.ts';
import { stockHandlers } from '../events/handlers.ts';
import { type Catalogue, newVariant, openCatalogue, size } from '../testing/open-catalogue.ts';
import { createStockStore } from './stock-store.ts';

let shop: Catalogue;
let handle: (event: ReturnType<typeof changed>) => Promise<unknown>;
beforeAll(async () => {
  shop = await openCatalogue({ seeded: false });
  const handlers = stockHandlers(
    createInbox(createSqlDatabase(shop.pool).transaction, createStockStore)('product.stock').once,
  );
  handle = (event) => Promise.resolve(handlers['stock.changed.v1'](event));
});
afterAll(() => shop.close());

const changed = (variantId: string, onHand: number, reserved = 0, second = 0) => {
  const data = { variantId, onHand, reserved };
  const fact = { type: 'stock.changed.v1', subject: variantId, data } as const;
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  return newEvent('inventory', fact, { correlationId: 'c' }, at) as Parameters<
    ReturnType<typeof stockHandlers>['stock.changed.v1']
  >[0];
};
const inStock = async (id: string) => (await shop.products.byIds([id]))[0]?.inStock;
const sized = (...values: string[]) =>
  shop.create({ variants: values.map((value) => newVariant({ options: size(value) })) });

describe('the projection of stock', () => {
  it('inStock follows the events of the inventory', async () => {
    const { id, variants } = await sized('S', 'M');
    const [small = '', medium = ''] = variants.map((variant) => variant.id);
    expect(await inStock(id)).toBe(false);
    await handle(changed(small, 3, 0, 1));
    expect(await inStock(id)).toBe(true);
    await handle(changed(medium, 5, 5, 1));
    await handle(changed(small, 3, 3, 2));
    expect(await inStock(id)).toBe(false);
    const filter = { ids: [id], inStock: false };
    expect(await shop.products.count(filter)).toBe(1);
    expect(await shop.products.count({ ...filter, inStock: true })).toBe(0);
  });

  it('the newest event decides, in whatever order events are handled', async () => {
    const { id, variants } = await sized('S');
    const variantId = variants[0]?.id ?? '';
    const events = [1, 2, 3].map((second) => changed(variantId, second === 3 ? 0 : 9, 0, second));
    for (const n of [2, 0, 1, 2, 0]) {
      const event = events[n];
      if (event) await handle(event);
    }
    expect(await inStock(id)).toBe(false);
  });

  it('events of the same millisecond are ordered by their ids', async () => {
    const { id, variants } = await sized('S');
    const variantId = variants[0]?.id ?? '';
    const [first, second] = [changed(variantId, 0), changed(variantId, 4)];
    await handle(second);
    await handle(first);
    expect(await inStock(id)).toBe(true);
  });

  it('a product is out of stock when all its variants sell out concurrently', async () => {
    const { id, variants } = await sized('S', 'M', 'L', 'XL');
    const all = (onHand: number, second: number) =>
      Promise.all(variants.map((variant) => handle(changed(variant.id, onHand, 0, second))));
    for (const round of [0, 2, 4, 6, 8]) {
      await all(1, round);
      expect(await inStock(id)).toBe(true);
      await all(0, round + 1);
      expect(await inStock(id)).toBe(false);
    }
  });

  it('inStock follows variants that are added and removed', async () => {
    const { id: productId, variants } = await sized('S');
    const [small = ''] = variants.map((variant) => variant.id);
    const add = { productId, variant: newVariant({ options: size('M') }) };
    const { variant } = await addVariant(shop.products, undefined, add);
    await handle(changed(variant.id, 1));
    expect(await inStock(productId)).toBe(true);
    await removeVariant(shop.products, undefined, { variantId: variant.id });
    expect(await inStock(productId)).toBe(false);
    await handle(changed(small, 1));
    expect(await inStock(productId)).toBe(true);
  });

  it('the stock of an unknown variant is projected without an error', async () => {
    await handle(changed(newId(), 1));
  });
});

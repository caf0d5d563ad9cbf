import { idFromName, newId } from '@shop/domain';
import { createInbox } from '@shop/messaging';
import { newEvent, type Origin } from '@shop/schema';
import { statementsOf } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { availabilityHandlers } from '../events/handlers.ts';
import { createLoaders } from '../loaders.ts';
import { newViewer, productData } from '../testing/fixtures.ts';
import { openStores } from '../testing/open-stores.ts';
import { createEventStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const origin: Origin = { correlationId: 'test' };
const variants = Array.from({ length: 50 }, (_, n) => idFromName(`cart variant ${n}`));

beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
  await stores.catalogue.projectProduct(
    productData({
      productId: newId(),
      variants: variants.map((variantId) => ({
        ...{ variantId, sku: variantId, title: '' },
        price: { minor: '100', currency: 'EUR' },
      })),
    }),
  );
});
afterAll(() => stores.close());

const cartOf = async (lines: number) => {
  const viewer = newViewer();
  const requested = variants.slice(0, lines).map((variantId) => ({ variantId, quantity: 1 }));
  await addCartLines(stores, viewer, { lines: requested });
  return viewer;
};

/** Counts the statements that read these users' carts and review them. */
const statementsFor = (customerIds: readonly string[]) =>
  statementsOf(stores.pool, () => {
    const loaders = createLoaders(stores, undefined);
    return Promise.all(
      customerIds.map(async (id) => {
        const cart = await loaders.cartOf.load(id);
        return cart && loaders.review.load(cart);
      }),
    );
  });

it('any number of carts and lines is read with three statements', async () => {
  const [small, large] = [await cartOf(1), await cartOf(50)];
  expect(await statementsFor([small.id])).toBe(3);
  expect(await statementsFor([large.id])).toBe(3);
  expect(await statementsFor([small.id, large.id, newViewer().id])).toBe(3);
});

it('the availability projection keeps the latest event, in whatever order events arrive', async () => {
  const changed = (variantId: string, onHand: number, reserved: number) =>
    newEvent(
      'inventory',
      { type: 'stock.changed.v1', subject: variantId, data: { variantId, onHand, reserved } },
      origin,
    );
  const variantId = newId();
  const [first, second, third] = [10, 20, 30].map((units) => changed(variantId, units, 4));
  const handle = availabilityHandlers(
    createInbox(stores.sql.transaction, createEventStores)('order.availability').once,
  );
  for (const event of [second, first, third, second]) {
    await handle['stock.changed.v1'](event as never);
  }
  expect(await stores.availability.byIds([variantId, newId(), '%'])).toEqual([
    26,
    undefined,
    undefined,
  ]);
});

import { idFromName, newId } from '@shop/domain';
import { newEvent, type Origin } from '@shop/schema';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { availabilityHandlers } from '../events/handlers.ts';
import { createLoaders } from '../loaders.ts';
import { newCustomer, openStores, product } from '../testing/database.ts';
import { createInbox } from './inbox.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const origin: Origin = { correlationId: 'test' };
const variants = Array.from({ length: 50 }, (_, n) => idFromName(`cart variant ${n}`));

beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.learn(product());
  await stores.catalogue.learn(
    product({
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
  const viewer = newCustomer();
  const named = variants.slice(0, lines).map((variantId) => ({ variantId, quantity: 1 }));
  await addCartLines(stores, viewer, { lines: named });
  return viewer;
};

describe('reading carts', () => {
  const query = () => stores.pool.query;
  let real: ReturnType<typeof query> | undefined;
  afterEach(() => {
    if (real) Object.assign(stores.pool, { query: real });
  });

  /** Statements while these users' carts are read with all they show. */
  async function statementsFor(customerIds: readonly string[]): Promise<number> {
    let count = 0;
    real ??= query();
    const original = real.bind(stores.pool) as (...given: unknown[]) => unknown;
    const query_ = (...given: unknown[]) => {
      count++;
      return original(...given);
    };
    Object.assign(stores.pool, { query: query_ });
    const loaders = createLoaders(stores, undefined);
    await Promise.all(
      customerIds.map(async (id) => {
        const cart = await loaders.cartOf.load(id);
        return cart && loaders.review.load(cart);
      }),
    );
    return count;
  }

  it('takes three statements, whatever carts and lines there are', async () => {
    const [small, large] = [await cartOf(1), await cartOf(50)];
    expect(await statementsFor([small.id])).toBe(3);
    expect(await statementsFor([large.id])).toBe(3);
    expect(await statementsFor([small.id, large.id, newCustomer().id])).toBe(3);
  });
});

describe('the copied availability', () => {
  const changed = (variantId: string, onHand: number, reserved: number) =>
    newEvent(
      'inventory',
      { type: 'stock.changed.v1', subject: variantId, data: { variantId, onHand, reserved } },
      origin,
    );

  it('keeps what is newest, in whatever order it hears', async () => {
    const variantId = newId();
    const [first, second, third] = [10, 20, 30].map((units) => changed(variantId, units, 4));
    const handle = availabilityHandlers(createInbox(stores.prisma)('order.availability'));
    for (const event of [second, first, third, second]) {
      await handle['stock.changed.v1'](event as never);
    }
    expect(await stores.availability.byIds([variantId, newId(), '%'])).toEqual([
      26,
      undefined,
      undefined,
    ]);
  });
});

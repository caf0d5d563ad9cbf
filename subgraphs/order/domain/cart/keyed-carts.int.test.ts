import { newId } from '@shop/domain';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newViewer, productData, variantA, variantB } from '../../testing/fixtures.ts';
import { openStores } from '../../testing/open-stores.ts';
import { addCartLines } from './add-cart-lines.ts';
import { findCart } from './find-cart.ts';
import { mergeCart } from './merge-cart.ts';
import { setCartLines } from './set-cart-lines.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.catalogue.projectProduct(productData());
});
afterAll(() => stores.close());

const lines = [{ variantId: variantA, quantity: 2 }];
const others = [
  { lines: [{ variantId: variantA, quantity: 3 }] },
  { lines: [{ variantId: variantB, quantity: 2 }] },
  { expectedVersion: 1 },
];

describe.each([
  ['addCartLines', addCartLines],
  ['setCartLines', setCartLines],
] as const)('%s', (name, change) => {
  it(`${name} of a guest makes one cart with one token, however often it is sent`, async () => {
    const input = { lines, idempotencyKey: newId() };
    const all = await Promise.all(
      Array.from({ length: 5 }, () => change(stores, undefined, input)),
    );
    for (const one of all) expect(one).toEqual(all[0]);
    expect(all[0]?.cart.lines).toMatchObject(lines);
    const found = await findCart(stores, undefined, all[0]?.cartToken);
    expect(found).toEqual(all[0]?.cart);
  });

  it(`${name} with a key that was used returns the cart as it is now`, async () => {
    const viewer = newViewer();
    const input = { lines, idempotencyKey: newId() };
    await change(stores, viewer, input);
    const later = await change(stores, viewer, { lines: [{ variantId: variantB, quantity: 1 }] });
    expect(await change(stores, viewer, { ...input, cartToken: '' })).toEqual(later);
    for (const other of others) {
      const refusal = await refusalOf(() => change(stores, viewer, { ...input, ...other }));
      expect([other, refusal]).toEqual([other, ['IDEMPOTENCY_CONFLICT idempotencyKey']]);
    }
    const { cart } = await change(stores, newViewer(), input);
    expect(cart.id).not.toBe(later.cart.id);
  });

  it(`${name} that was refused stores no key`, async () => {
    const input = { lines, idempotencyKey: newId(), expectedVersion: 7 };
    const viewer = newViewer();
    expect(await refusalOf(() => change(stores, viewer, input))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(
      await change(stores, viewer, { lines, idempotencyKey: input.idempotencyKey }),
    ).toMatchObject({ cart: { lines } });
  });

  it(`${name} does not make a cart again that was merged`, async () => {
    const input = { lines, idempotencyKey: newId() };
    const { cartToken } = await change(stores, undefined, input);
    await mergeCart(stores, newViewer(), { cartToken: cartToken ?? '' });
    expect(await refusalOf(() => change(stores, undefined, input))).toEqual([
      'NOT_FOUND cartToken',
    ]);
  });

  it(`${name} refuses a key of a guest that could be guessed`, async () => {
    const input = { lines, idempotencyKey: 'x'.repeat(21) };
    expect(await refusalOf(() => change(stores, undefined, input))).toEqual([
      'INVALID_VALUE idempotencyKey',
    ]);
    expect(await change(stores, newViewer(), input)).toMatchObject({ cartToken: null });
  });
});

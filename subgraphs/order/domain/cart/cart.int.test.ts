import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newViewer, productData, variantA, variantB } from '../../testing/fixtures.ts';
import { openStores } from '../../testing/open-stores.ts';
import { addCartLines } from './add-cart-lines.ts';
import type { Cart } from './cart.ts';
import { clearCart } from './clear-cart.ts';
import { findCart } from './find-cart.ts';
import { mergeCart } from './merge-cart.ts';
import { setCartLines } from './set-cart-lines.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const archived = newId();
const yen = newId();
/** 60 variants of a product. */
const many = Array.from({ length: 60 }, () => newId());

beforeAll(async () => {
  stores = await openStores();
  const variant = (variantId: string, currency = 'EUR') => ({
    ...{ variantId, sku: variantId, title: '' },
    price: { minor: '100', currency },
  });
  await stores.catalogue.projectProduct(productData());
  for (const [status, variants] of [
    ['ARCHIVED', [variant(archived)]],
    ['ACTIVE', [variant(yen, 'JPY')]],
    ['ACTIVE', many.map((id) => variant(id))],
  ] as const) {
    await stores.catalogue.projectProduct(
      productData({ productId: newId(), status, variants: [...variants] }),
    );
  }
});
afterAll(() => stores.close());

type Lines = { variantId: string; quantity: number }[];
type Options = { viewer?: Viewer; cartToken?: string; expectedVersion?: number };
const line = (variantId: string, quantity = 1) => ({ variantId, quantity });
const add = (lines: Lines, { viewer, ...rest }: Options = {}) =>
  addCartLines(stores, viewer, { lines, ...rest });
const set = (lines: Lines, { viewer, ...rest }: Options = {}) =>
  setCartLines(stores, viewer, { lines, ...rest });
const merge = (viewer: Viewer, cartToken: string) => mergeCart(stores, viewer, { cartToken });
const newGuest = async (lines: Lines = [line(variantA)]) => {
  const { cart, cartToken } = await add(lines);
  return { cart, cartToken: cartToken ?? '' };
};
const linesOf = (cart: Cart | undefined) =>
  cart?.lines.map(({ variantId, quantity }) => [variantId, quantity]);

describe('cart', () => {
  it('a guest cart is found by its token alone, which is returned once and not stored', async () => {
    const { cart, cartToken } = await newGuest();
    expect(Buffer.from(cartToken, 'base64url')).toHaveLength(32);
    expect(await findCart(stores, undefined, cartToken)).toEqual(cart);
    expect(await findCart(stores, newViewer(), cartToken)).toEqual(cart);
    const { cartToken: again } = await add([line(variantB)], { cartToken });
    expect(again).toBeNull();
    const rows = JSON.stringify(await stores.prisma.cart.findMany());
    expect(rows).not.toContain(cartToken);
    expect(await findCart(stores, undefined, undefined)).toBeUndefined();
    for (const wrong of [cart.id, cart.tokenHash ?? '']) {
      expect(await findCart(stores, undefined, wrong)).toBeUndefined();
      expect(await refusalOf(() => add([line(variantA)], { cartToken: wrong }))).toEqual([
        'NOT_FOUND cartToken',
      ]);
    }
    for (const empty of ['', ' ']) {
      expect(await findCart(stores, undefined, empty)).toBeUndefined();
      const created = await add([line(variantA)], { cartToken: empty });
      expect(created.cartToken).toMatch(/^[\w-]{43}$/);
      const clear = () => clearCart(stores, undefined, { cartToken: empty });
      expect(await refusalOf(clear)).toEqual(['NOT_FOUND cartToken']);
    }
    const long = { cartToken: 'x'.repeat(101) };
    for (const change of [
      () => add([line(variantA)], long),
      () => set([line(variantA)], long),
      () => clearCart(stores, undefined, long),
      () => merge(newViewer(), long.cartToken),
    ]) {
      expect(await refusalOf(change)).toEqual(['INVALID_VALUE cartToken']);
    }
  });

  it('concurrent first additions create one cart for a user', async () => {
    const viewer = newViewer();
    await Promise.all(Array.from({ length: 20 }, () => add([line(variantA)], { viewer })));
    const cart = await findCart(stores, viewer, undefined);
    expect(linesOf(cart)).toEqual([[variantA, 20]]);
    expect(await stores.prisma.cart.count({ where: { customerId: viewer.id } })).toBe(1);
  });

  it('addCartLines adds units, setCartLines sets them, and 0 removes a line', async () => {
    const { cartToken } = await newGuest([line(variantA, 2)]);
    const more = await add([line(variantB), line(variantA, 3)], { cartToken });
    expect(linesOf(more.cart)).toEqual([
      [variantA, 5],
      [variantB, 1],
    ]);
    const lines = [line(variantA, 0), line(variantB, 4), line(newId(), 0)];
    const fewer = await set(lines, { cartToken });
    expect(linesOf(fewer.cart)).toEqual([[variantB, 4]]);
    expect(fewer.cart.version).toBe(more.cart.version + 1);
    expect(await findCart(stores, undefined, cartToken)).toEqual(fewer.cart);
  });

  it('a line keeps the price at which it was added until it is set', async () => {
    const productId = newId();
    const variantId = newId();
    const project = (version: number, minor: string) => {
      const price = { minor, currency: 'EUR' };
      const variants = [{ variantId, sku: variantId, title: '', price }];
      return stores.catalogue.projectProduct(productData({ productId, version, variants }));
    };
    await project(1, '100');
    const { cartToken } = await newGuest([line(variantId)]);
    await project(2, '150');
    const added = await add([line(variantId)], { cartToken });
    expect(added.cart.lines[0]?.unitPriceWhenAdded.minor).toBe(100n);
    const confirmed = await set([line(variantId, 2)], { cartToken });
    expect(confirmed.cart.lines[0]?.unitPriceWhenAdded.minor).toBe(150n);
  });

  it.each([
    ['no lines', [], ['INVALID_VALUE lines']],
    ['zero units', [line(variantA, 0)], ['INVALID_VALUE lines 0 quantity']],
    ['fractional units', [line(variantA, 1.5)], ['INVALID_VALUE lines 0 quantity']],
    ['too many units', [line(variantA, 100)], ['INVALID_VALUE lines 0 quantity']],
    [
      'too many units with those in the cart',
      [line(variantB), line(variantA, 99)],
      ['INVALID_VALUE lines 1 quantity'],
    ],
    ['an unknown variant', [line(newId())], ['UNKNOWN_VARIANT lines 0 variantId']],
    ['a malformed variant id', [line('none')], ['UNKNOWN_VARIANT lines 0 variantId']],
    [
      'the same variant twice',
      [line(variantA), line(variantA)],
      ['DUPLICATE_LINE lines 1 variantId'],
    ],
    ['a variant that is not for sale', [line(archived)], ['VARIANT_UNAVAILABLE lines 0 variantId']],
    ['another currency', [line(yen)], ['MIXED_CURRENCIES lines 0 variantId']],
    ['51 lines', many.slice(0, 51).map((id) => line(id)), ['INVALID_VALUE lines']],
    [
      '50 lines in addition to one',
      many.slice(0, 50).map((id) => line(id)),
      ['LIMIT_REACHED lines'],
    ],
  ])('%s: refused, and the cart stays unchanged', async (_, lines, reasons) => {
    const { cart, cartToken } = await newGuest();
    expect(await refusalOf(() => add(lines, { cartToken }))).toEqual(reasons);
    expect(await findCart(stores, undefined, cartToken)).toEqual(cart);
  });

  it('a refused request creates no cart', async () => {
    const before = await stores.prisma.cart.count();
    const refused = [line(variantA), line(yen)];
    expect(await refusalOf(() => add(refused))).toEqual(['MIXED_CURRENCIES lines 1 variantId']);
    expect(await stores.prisma.cart.count()).toBe(before);
  });

  it('a stale expectedVersion is refused', async () => {
    const { cart, cartToken } = await newGuest();
    const stale = { cartToken, expectedVersion: cart.version };
    await add([line(variantA)], stale);
    for (const change of [
      () => add([line(variantA)], stale),
      () => set([line(variantA)], stale),
      () => clearCart(stores, undefined, stale),
    ]) {
      expect(await refusalOf(change)).toEqual(['VERSION_CONFLICT expectedVersion']);
    }
  });

  it('clearCart removes the lines and keeps the cart', async () => {
    const { cart, cartToken } = await newGuest();
    const empty = await clearCart(stores, undefined, { cartToken });
    expect(empty).toMatchObject({ id: cart.id, lines: [], version: cart.version + 1 });
    expect(await clearCart(stores, undefined, { cartToken })).toEqual(empty);
    expect(await clearCart(stores, newViewer(), {})).toBeUndefined();
    expect(await refusalOf(() => clearCart(stores, undefined, {}))).toEqual([
      'NOT_FOUND cartToken',
    ]);
  });
});

describe('mergeCart', () => {
  it('a merge adds the guest’s quantities to the user’s once, up to 99', async () => {
    const viewer = newViewer();
    await add([line(variantA, 60)], { viewer });
    const { cart: guest, cartToken } = await newGuest([line(variantB, 2), line(variantA, 50)]);
    const { cart: merged, removedCartId } = await merge(viewer, cartToken);
    expect(removedCartId).toBe(guest.id);
    expect(linesOf(merged ?? undefined)).toEqual([
      [variantA, 99],
      [variantB, 2],
    ]);
    expect(await findCart(stores, undefined, cartToken)).toBeUndefined();
    expect(await merge(viewer, cartToken)).toEqual({ cart: merged, removedCartId: null });
    expect(await merge(newViewer(), cartToken)).toEqual({ cart: null, removedCartId: null });
  });

  it('concurrent merges create the user’s cart once', async () => {
    const viewer = newViewer();
    const { cartToken } = await newGuest([line(variantA, 3)]);
    await Promise.all(Array.from({ length: 5 }, () => merge(viewer, cartToken)));
    const cart = await findCart(stores, viewer, undefined);
    expect(linesOf(cart)).toEqual([[variantA, 3]]);
  });

  it('a merge to more than 50 lines is refused and leaves the guest cart', async () => {
    const viewer = newViewer();
    await add(
      many.slice(0, 40).map((id) => line(id)),
      { viewer },
    );
    const { cart, cartToken } = await newGuest(many.slice(40).map((id) => line(id)));
    expect(await refusalOf(() => merge(viewer, cartToken))).toEqual(['LIMIT_REACHED cartToken']);
    expect(await findCart(stores, undefined, cartToken)).toEqual(cart);
  });
});

import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, openStores, product, variantA, variantB } from '../../testing/database.ts';
import { addCartLines } from './add-cart-lines.ts';
import type { Cart } from './cart.ts';
import { clearCart } from './clear-cart.ts';
import { mergeCart } from './merge-cart.ts';
import { readCart } from './read-cart.ts';
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
  await stores.catalogue.learn(product());
  for (const [status, variants] of [
    ['ARCHIVED', [variant(archived)]],
    ['ACTIVE', [variant(yen, 'JPY')]],
    ['ACTIVE', many.map((id) => variant(id))],
  ] as const) {
    await stores.catalogue.learn(product({ productId: newId(), status, variants: [...variants] }));
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

describe('a cart', () => {
  it('of a guest is reached by its token alone, which is said once and not stored', async () => {
    const { cart, cartToken } = await newGuest();
    expect(Buffer.from(cartToken, 'base64url')).toHaveLength(32);
    expect(await readCart(stores, undefined, cartToken)).toEqual(cart);
    expect(await readCart(stores, newCustomer(), cartToken)).toEqual(cart);
    const { cartToken: again } = await add([line(variantB)], { cartToken });
    expect(again).toBeNull();
    const rows = JSON.stringify(await stores.prisma.cart.findMany());
    expect(rows).not.toContain(cartToken);
    expect(await readCart(stores, undefined, undefined)).toBeUndefined();
    for (const wrong of ['', cart.id, cart.tokenHash ?? '']) {
      expect(await readCart(stores, undefined, wrong)).toBeUndefined();
      expect(await refusalOf(() => add([line(variantA)], { cartToken: wrong }))).toEqual([
        'NOT_FOUND cartToken',
      ]);
    }
    const long = { cartToken: 'x'.repeat(101) };
    for (const change of [
      () => add([line(variantA)], long),
      () => set([line(variantA)], long),
      () => clearCart(stores, undefined, long),
      () => merge(newCustomer(), long.cartToken),
    ]) {
      expect(await refusalOf(change)).toEqual(['INVALID_VALUE cartToken']);
    }
  });

  it('of a user is one, whatever comes at once', async () => {
    const viewer = newCustomer();
    await Promise.all(Array.from({ length: 20 }, () => add([line(variantA)], { viewer })));
    const cart = await readCart(stores, viewer, undefined);
    expect(linesOf(cart)).toEqual([[variantA, 20]]);
    expect(await stores.prisma.cart.count({ where: { customerId: viewer.id } })).toBe(1);
  });

  it('adds up units, sets them, and forgets lines of none', async () => {
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
    expect(await readCart(stores, undefined, cartToken)).toEqual(fewer.cart);
  });

  it('keeps the price a line was added at until the line is set', async () => {
    const productId = newId();
    const variantId = newId();
    const learn = (version: number, minor: string) => {
      const price = { minor, currency: 'EUR' };
      const variants = [{ variantId, sku: variantId, title: '', price }];
      return stores.catalogue.learn(product({ productId, version, variants }));
    };
    await learn(1, '100');
    const { cartToken } = await newGuest([line(variantId)]);
    await learn(2, '150');
    const added = await add([line(variantId)], { cartToken });
    expect(added.cart.lines[0]?.unitPriceWhenAdded.minor).toBe(100n);
    const confirmed = await set([line(variantId, 2)], { cartToken });
    expect(confirmed.cart.lines[0]?.unitPriceWhenAdded.minor).toBe(150n);
  });

  it.each([
    ['no lines', [], ['INVALID_VALUE lines']],
    ['no units', [line(variantA, 0)], ['INVALID_VALUE lines 0 quantity']],
    ['parts of units', [line(variantA, 1.5)], ['INVALID_VALUE lines 0 quantity']],
    ['too many units', [line(variantA, 100)], ['INVALID_VALUE lines 0 quantity']],
    [
      'too many units with those it has',
      [line(variantB), line(variantA, 99)],
      ['INVALID_VALUE lines 1 quantity'],
    ],
    ['an unknown variant', [line(newId())], ['UNKNOWN_VARIANT lines 0 variantId']],
    ['no id at all', [line('none')], ['UNKNOWN_VARIANT lines 0 variantId']],
    [
      'the same variant twice',
      [line(variantA), line(variantA)],
      ['DUPLICATE_LINE lines 1 variantId'],
    ],
    ['what is not for sale', [line(archived)], ['VARIANT_UNAVAILABLE lines 0 variantId']],
    ['another currency', [line(yen)], ['MIXED_CURRENCIES lines 0 variantId']],
    ['51 lines', many.slice(0, 51).map((id) => line(id)), ['INVALID_VALUE lines']],
    ['50 lines beside another', many.slice(0, 50).map((id) => line(id)), ['LIMIT_REACHED lines']],
  ])('refuses %s and changes nothing', async (_, lines, reasons) => {
    const { cart, cartToken } = await newGuest();
    expect(await refusalOf(() => add(lines, { cartToken }))).toEqual(reasons);
    expect(await readCart(stores, undefined, cartToken)).toEqual(cart);
  });

  it('is not made by a request that is refused', async () => {
    const before = await stores.prisma.cart.count();
    const refused = [line(variantA), line(yen)];
    expect(await refusalOf(() => add(refused))).toEqual(['MIXED_CURRENCIES lines 1 variantId']);
    expect(await stores.prisma.cart.count()).toBe(before);
  });

  it('changes for those alone who have seen it as it is, when they ask for that', async () => {
    const { cart, cartToken } = await newGuest();
    const seen = { cartToken, expectedVersion: cart.version };
    await add([line(variantA)], seen);
    for (const late of [
      () => add([line(variantA)], seen),
      () => set([line(variantA)], seen),
      () => clearCart(stores, undefined, seen),
    ]) {
      expect(await refusalOf(late)).toEqual(['VERSION_CONFLICT expectedVersion']);
    }
  });

  it('is emptied, and stays', async () => {
    const { cart, cartToken } = await newGuest();
    const empty = await clearCart(stores, undefined, { cartToken });
    expect(empty).toMatchObject({ id: cart.id, lines: [], version: cart.version + 1 });
    expect(await clearCart(stores, undefined, { cartToken })).toEqual(empty);
    expect(await clearCart(stores, newCustomer(), {})).toBeUndefined();
    expect(await refusalOf(() => clearCart(stores, undefined, {}))).toEqual([
      'NOT_FOUND cartToken',
    ]);
  });
});

describe('a merge', () => {
  it('adds the guest’s lines to the user’s, up to 99, once', async () => {
    const viewer = newCustomer();
    await add([line(variantA, 60)], { viewer });
    const { cartToken } = await newGuest([line(variantB, 2), line(variantA, 50)]);
    const merged = await merge(viewer, cartToken);
    expect(linesOf(merged)).toEqual([
      [variantA, 99],
      [variantB, 2],
    ]);
    expect(await readCart(stores, undefined, cartToken)).toBeUndefined();
    expect(await merge(viewer, cartToken)).toEqual(merged);
    expect(await merge(newCustomer(), cartToken)).toBeUndefined();
  });

  it('makes the user’s cart when there is none, also when asked twice at once', async () => {
    const viewer = newCustomer();
    const { cartToken } = await newGuest([line(variantA, 3)]);
    await Promise.all(Array.from({ length: 5 }, () => merge(viewer, cartToken)));
    const cart = await readCart(stores, viewer, undefined);
    expect(linesOf(cart)).toEqual([[variantA, 3]]);
  });

  it('of more than 50 lines is refused, and the guest keeps the cart', async () => {
    const viewer = newCustomer();
    await add(
      many.slice(0, 40).map((id) => line(id)),
      { viewer },
    );
    const { cart, cartToken } = await newGuest(many.slice(40).map((id) => line(id)));
    expect(await refusalOf(() => merge(viewer, cartToken))).toEqual(['LIMIT_REACHED cartToken']);
    expect(await readCart(stores, undefined, cartToken)).toEqual(cart);
  });
});

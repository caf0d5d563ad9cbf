import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { registerCustomer, request, requestData } from './client.ts';
import {
  AddAddressDocument,
  AddCartLinesDocument,
  CartDocument,
  MergeCartDocument,
  MyCartDocument,
  SetCartLinesDocument,
} from './generated/graphql.ts';
import { addProduct } from './shopping.ts';

/** Creates a variant at 10.00 EUR with this many units in stock. */
async function createVariant(units: number): Promise<string> {
  const { variants } = await addProduct(units, ['10.00']);
  return variants[0]?.id ?? '';
}

type Adding = {
  cartToken?: string;
  idempotencyKey?: string;
  lines: { variantId: string; quantity: number }[];
};

/** Adds units to a cart. */
async function add(input: Adding) {
  const { addCartLines } = await requestData(AddCartLinesDocument, { input });
  expect(addCartLines).toMatchObject({ userErrors: [] });
  if (!addCartLines) throw new Error('no payload');
  return addCartLines;
}

describe('the cart of a guest', () => {
  it('a guest who repeats the first request gets the same cart and token', async () => {
    const variantId = await createVariant(50);
    const input = { lines: [{ variantId, quantity: 2 }], idempotencyKey: randomUUID() };
    const first = await add(input);
    expect(first).toMatchObject({
      cartToken: expect.any(String),
      cart: { lines: [{ quantity: 2 }] },
    });
    expect(await add(input)).toEqual(first);
  });

  it('a guest fills a cart, registers, merges it, and is told that stock is short', async () => {
    const [plenty, scarce] = await Promise.all([createVariant(50), createVariant(3)]);
    const { cart, cartToken } = await add({ lines: [{ variantId: plenty, quantity: 2 }] });
    expect(cart).toMatchObject({
      problems: [],
      subtotal: { amount: '20.00', currencyCode: 'EUR' },
    });
    if (!cartToken) throw new Error('no token');
    const added = await add({ cartToken, lines: [{ variantId: scarce, quantity: 5 }] });
    expect(added.cartToken).toBeNull();

    const short = { code: 'SHORT_STOCK', variantId: scarce, available: 3 };
    const guestCart = await until('the stock to be known to orders', async () => {
      const { cart: read } = await requestData(CartDocument, { token: cartToken });
      return read?.problems.length ? read : undefined;
    });
    expect(guestCart.problems).toEqual([short]);
    expect(guestCart.lines[1]).toMatchObject({
      ...{ quantity: 5, lineTotal: { amount: '50.00' } },
      variant: { id: scarce, availability: { quantity: 3 } },
    });
    expect(await requestData(CartDocument, {})).toEqual({ cart: null });

    const { token } = await registerCustomer();
    await requestData(
      AddCartLinesDocument,
      { input: { lines: [{ variantId: plenty, quantity: 1 }] } },
      token,
    );
    for (let times = 0; times < 2; times++) {
      const { mergeCart } = await requestData(MergeCartDocument, { input: { cartToken } }, token);
      expect(mergeCart?.cart?.lines.map(({ quantity }) => quantity)).toEqual([3, 5]);
      expect(mergeCart?.cart?.problems).toEqual([short]);
    }
    expect(await requestData(CartDocument, { token: cartToken })).toEqual({ cart: null });

    const lines = [{ variantId: scarce, quantity: 3 }];
    const { setCartLines } = await requestData(SetCartLinesDocument, { input: { lines } }, token);
    expect(setCartLines?.cart).toMatchObject({ problems: [], subtotal: { amount: '60.00' } });
    const { me } = await requestData(MyCartDocument, {}, token);
    expect(me?.cart).toEqual(setCartLines?.cart);
  });

  it('a guest cannot add an unknown variant and cannot merge carts', async () => {
    const lines = [{ variantId: 'nothing', quantity: 1 }];
    const { addCartLines } = await requestData(AddCartLinesDocument, { input: { lines } });
    expect(addCartLines).toEqual({
      ...{ cart: null, cartToken: null },
      userErrors: [{ code: 'UNKNOWN_VARIANT', field: ['lines', '0', 'variantId'] }],
    });
    const { errors } = await request(MergeCartDocument, { input: { cartToken: 'x' } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

it('a customer saves an address, and every invalid field of an address is reported', async () => {
  const { token } = await registerCustomer();
  const address = {
    ...{ recipient: 'Nel', line1: 'Ulica 1', city: 'Zagreb' },
    ...{ postalCode: '10000', country: 'HR' },
  };
  const { addAddress } = await requestData(AddAddressDocument, { input: { address } }, token);
  expect(addAddress).toMatchObject({ address: { isDefault: true }, userErrors: [] });
  const invalid = { ...address, line1: ' ', country: 'EU', phone: '091' };
  const refused = await requestData(AddAddressDocument, { input: { address: invalid } }, token);
  expect(refused.addAddress?.userErrors.map(({ field }) => field)).toEqual([
    ['address', 'line1'],
    ['address', 'country'],
    ['address', 'phone'],
  ]);
  expect((await requestData(MyCartDocument, {}, token)).me).toEqual({
    ...{ cart: null, addresses: [{ line1: 'Ulica 1' }] },
    defaultAddress: { line1: 'Ulica 1', country: 'HR' },
  });
});

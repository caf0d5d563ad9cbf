import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { ask, get, newCustomer, tokenOf } from './client.ts';
import {
  AddAddressDocument,
  AddCartLinesDocument,
  CartDocument,
  CreateProductDocument,
  MergeCartDocument,
  MyCartDocument,
  ReceiveStockDocument,
  SetCartLinesDocument,
} from './generated/graphql.ts';

/** A variant of our own at 10.00 EUR with so many units in stock. */
async function newVariant(units: number): Promise<string> {
  const staff = await tokenOf('staff');
  const title = `Cart ${randomUUID()}`;
  const price = { amount: '10.00', currencyCode: 'EUR' };
  const variants = [{ sku: `CART-${randomUUID().slice(0, 8)}`, price }];
  const product = { title, status: 'ACTIVE' as const, variants };
  const { createProduct } = await get(CreateProductDocument, { input: product }, staff);
  const variantId = createProduct?.product?.variants[0]?.id ?? '';
  const input = { variantId, quantity: units, reason: 'test', idempotencyKey: randomUUID() };
  await until('the variant to be known to inventory', async () => {
    const { receiveStock } = await get(ReceiveStockDocument, { input }, staff);
    return receiveStock?.userErrors.length === 0 || undefined;
  });
  return variantId;
}

/** Puts units into a cart, once the variant is known to orders. */
const add = (input: { cartToken?: string; lines: { variantId: string; quantity: number }[] }) =>
  until('the variant to be known to orders', async () => {
    const { addCartLines } = await get(AddCartLinesDocument, { input });
    return addCartLines?.userErrors.length === 0 ? addCartLines : undefined;
  });

describe('a guest', () => {
  it('fills a cart, signs in, takes it along, and sees that stock is short', async () => {
    const [plenty, scarce] = await Promise.all([newVariant(50), newVariant(3)]);
    const { cart, cartToken } = await add({ lines: [{ variantId: plenty, quantity: 2 }] });
    expect(cart).toMatchObject({
      problems: [],
      subtotal: { amount: '20.00', currencyCode: 'EUR' },
    });
    if (!cartToken) throw new Error('no token');
    const added = await add({ cartToken, lines: [{ variantId: scarce, quantity: 5 }] });
    expect(added.cartToken).toBeNull();

    const short = { code: 'SHORT_STOCK', variantId: scarce, available: 3 };
    const guests = await until('the stock to be known to orders', async () => {
      const answer = await get(CartDocument, { token: cartToken });
      return answer.cart?.problems.length ? answer.cart : undefined;
    });
    expect(guests.problems).toEqual([short]);
    expect(guests.lines[1]).toMatchObject({
      ...{ quantity: 5, lineTotal: { amount: '50.00' } },
      variant: { id: scarce, availability: { quantity: 3 } },
    });
    expect(await get(CartDocument, {})).toEqual({ cart: null });

    const { token } = await newCustomer();
    await get(
      AddCartLinesDocument,
      { input: { lines: [{ variantId: plenty, quantity: 1 }] } },
      token,
    );
    for (let times = 0; times < 2; times++) {
      const { mergeCart } = await get(MergeCartDocument, { input: { cartToken } }, token);
      expect(mergeCart?.cart?.lines.map(({ quantity }) => quantity)).toEqual([3, 5]);
      expect(mergeCart?.cart?.problems).toEqual([short]);
    }
    expect(await get(CartDocument, { token: cartToken })).toEqual({ cart: null });

    const lines = [{ variantId: scarce, quantity: 3 }];
    const { setCartLines } = await get(SetCartLinesDocument, { input: { lines } }, token);
    expect(setCartLines?.cart).toMatchObject({ problems: [], subtotal: { amount: '60.00' } });
    const { me } = await get(MyCartDocument, {}, token);
    expect(me?.cart).toEqual(setCartLines?.cart);
  });

  it('is told what is wrong with a line, and may not merge', async () => {
    const lines = [{ variantId: 'nothing', quantity: 1 }];
    const { addCartLines } = await get(AddCartLinesDocument, { input: { lines } });
    expect(addCartLines).toEqual({
      ...{ cart: null, cartToken: null },
      userErrors: [{ code: 'UNKNOWN_VARIANT', field: ['lines', '0', 'variantId'] }],
    });
    const { errors } = await ask(MergeCartDocument, { input: { cartToken: 'x' } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

it('a customer keeps addresses, and is told what is wrong with one', async () => {
  const { token } = await newCustomer();
  const address = {
    ...{ recipient: 'Nel', line1: 'Ulica 1', city: 'Zagreb' },
    ...{ postalCode: '10000', country: 'HR' },
  };
  const { addAddress } = await get(AddAddressDocument, { input: { address } }, token);
  expect(addAddress).toMatchObject({ address: { isDefault: true }, userErrors: [] });
  const wrong = { ...address, line1: ' ', country: 'EU', phone: '091' };
  const refused = await get(AddAddressDocument, { input: { address: wrong } }, token);
  expect(refused.addAddress?.userErrors.map(({ field }) => field)).toEqual([
    ['address', 'line1'],
    ['address', 'country'],
    ['address', 'phone'],
  ]);
  expect((await get(MyCartDocument, {}, token)).me).toEqual({
    ...{ cart: null, addresses: [{ line1: 'Ulica 1' }] },
    defaultAddress: { line1: 'Ulica 1', country: 'HR' },
  });
});

import { declaredRefusals, refusedOperation } from '@shop/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '../testing/graph-fixture.ts';
import { customer, openOrderFixture } from '../testing/order-fixture.ts';
import { addVariants, refusalCases } from '../testing/refusal-cases/index.ts';

let shop: Awaited<ReturnType<typeof openOrderFixture>>;
beforeAll(async () => {
  shop = await openOrderFixture();
  await addVariants(shop);
});
afterAll(() => shop.close());

/** What is selected beside `userErrors`; the order unless stated. */
const selections: Readonly<Record<string, string>> = {
  placeOrder: 'order { id } cart { id }',
  requestOrderLink: '',
  claimOrders: 'claimedCount',
  removePaymentMethod: 'removedPaymentMethodId',
  setTaxRules: 'rules { tax { version } }',
  setShippingRules: 'rules { shipping { version } }',
  setTaxExemption: 'customer { id }',
  setPromotions: 'rules { promotions { version } }',
  setCustomerGroups: 'customer { id }',
  createVouchers: 'vouchers { code }',
  updateVoucher: 'voucher { code }',
  createGiftCards: 'giftCards { code }',
  updateGiftCard: 'giftCard { id }',
  checkGiftCard: 'giftCard { lastFour }',
  applyVoucher: 'cart { id }',
  removeVoucher: 'cart { id }',
  ...Object.fromEntries(
    ['addCartLines', 'setCartLines', 'reorder', 'clearCart', 'mergeCart'].map((mutation) => [
      mutation,
      'cart { id }',
    ]),
  ),
};

type Payload = { readonly userErrors: readonly { readonly code: string }[] };
const cases = Object.keys(refusalCases({} as never));

it('every code that a mutation declares is tested below', () => {
  expect(cases.sort()).toEqual(declaredRefusals('order.graphql'));
});

it.each(cases)('%s: the payload has the objects as they are now', async (name) => {
  const [mutation = '', code] = name.split(' ');
  const refused = await refusalCases(shop)[name]?.();
  const { input, now = {}, viewer = customer, client, stores = shop } = refused ?? {};
  const operation = refusedOperation(
    mutation,
    selections[mutation] ?? 'order { id }',
    input !== undefined,
  );
  const { data, errors } = await execute(stores, operation, { input }, viewer, client);
  expect(errors).toEqual([]);
  const { userErrors, ...payload } = (data as never as Record<string, Payload>)[mutation] ?? {};
  expect([...new Set(userErrors?.map((reason) => reason.code))]).toEqual([code]);
  expect(payload).toMatchObject(now);
});

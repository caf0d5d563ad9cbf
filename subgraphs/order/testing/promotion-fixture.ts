import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { applyVoucher } from '../domain/cart/apply-voucher.ts';
import { newKey, newViewer, productData, shippingAddress, variantA } from './fixtures.ts';
import { execute } from './graph-fixture.ts';
import { openStores } from './open-stores.ts';

type Payload<T> = T & {
  readonly userErrors: readonly { readonly code: string; readonly field: string[] | null }[];
};
type Voucher = { readonly code: string };
type Cart = { readonly vouchers: readonly object[]; readonly pricing: object };
/** The fields that the tests select; each operation selects some of them. */
type Result = {
  readonly createVouchers: Payload<{ readonly vouchers: readonly [Voucher, ...Voucher[]] }>;
  readonly applyVoucher: Payload<{ readonly cart: Cart }>;
  readonly placeOrder: Payload<{
    readonly order: { readonly id: string; readonly total: { readonly amount: string } };
  }>;
  readonly updateVoucher: unknown;
  readonly cart: Cart;
  readonly vouchers: unknown;
  readonly pricingRules: { readonly promotions: { readonly promotions: unknown } };
  readonly promotionPreview: unknown;
};

/** A promotion of 10 % that needs a voucher code. */
export const spring = { code: 'spring', name: 'Spring', requiresVoucher: true, percentOff: '10' };

/** The stores of a test file, empty of rules before each test, with what staff and customers do in it. */
export function usePromotionFixture() {
  let stores: Awaited<ReturnType<typeof openStores>>;
  const staff = newViewer(['pricing:write', 'orders:read']);
  let people = 0;
  /** A customer with an e-mail address of their own. */
  const person = (): Viewer => ({ ...newViewer(), email: `person-${people++}@shop.example` });

  beforeAll(async () => {
    stores = await openStores();
    await stores.catalogue.projectProduct(productData());
  });
  afterAll(() => stores.close());
  beforeEach(async () => {
    await stores.prisma.pricingRules.deleteMany();
    await stores.prisma.redemption.deleteMany();
  });

  async function run(source: string, variables: object = {}, viewer: Viewer | null = staff) {
    const { data, errors } = await execute(stores, source, { ...variables }, viewer);
    expect(errors).toEqual([]);
    return data as unknown as Result;
  }

  const setPromotions = (...promotions: object[]) =>
    run(
      `mutation ($input: SetPromotionsInput!) { setPromotions(input: $input) { userErrors { code message } } }`,
      { input: { promotions } },
    );
  const createVouchers = async (input: object = {}) => {
    const { createVouchers: payload } = await run(
      `mutation ($input: CreateVouchersInput!) { createVouchers(input: $input) {
      vouchers { code maxUses uses version } userErrors { code field message } } }`,
      { input: { promotionCode: 'spring', idempotencyKey: newKey(), ...input } },
    );
    return payload;
  };
  /** Creates a promotion with this change and a code of it, and returns the code. */
  async function newCode(change: object = {}, maxUses: number | null = null): Promise<string> {
    await setPromotions({ ...spring, ...change });
    const payload = await createVouchers({ generate: { count: 1 }, maxUses });
    return payload.vouchers[0].code;
  }
  const apply = (viewer: Viewer, code: string) =>
    run(
      `mutation ($input: ApplyVoucherInput!) { applyVoucher(input: $input) {
      cart { vouchers { code name problem { code } } pricing { total { amount } discounts { code voucherCode amount { amount } } } }
      userErrors { code message field } } }`,
      { input: { code } },
      viewer,
    ).then(({ applyVoucher: payload }) => payload);
  const fill = (viewer: Viewer, quantity = 2) =>
    addCartLines(stores, viewer, { lines: [{ variantId: variantA, quantity }] });
  const order = (viewer: Viewer, change: object = {}) =>
    run(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
      order { id total { amount } discounts { voucherCode amount { amount } } }
      userErrors { code message field details { ... on VoucherDetails { code } } } } }`,
      { input: { fromCart: true, shippingAddress, idempotencyKey: newKey(), ...change } },
      viewer,
    ).then(({ placeOrder: payload }) => payload);
  const usesOf = async (code: string) => (await stores.vouchers.byCodes([code]))[0]?.uses;
  /** A buyer with the code in the cart. */
  async function buyer(code: string): Promise<Viewer> {
    const viewer = person();
    await fill(viewer);
    await applyVoucher(stores, viewer, { code });
    return viewer;
  }
  return {
    stores: () => stores,
    ...{
      staff,
      person,
      run,
      setPromotions,
      createVouchers,
      newCode,
      apply,
      fill,
      order,
      usesOf,
      buyer,
    },
  };
}

import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cancelOrder } from '../domain/cancel-order.ts';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { applyVoucher } from '../domain/cart/apply-voucher.ts';
import { confirmOrder } from '../domain/confirm-order.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { rejectOrder } from '../domain/reject-order.ts';
import { sweepOrders } from '../domain/sweep-orders.ts';
import { capturing as payments, providerReturning } from '../testing/fake-providers.ts';
import {
  newKey,
  newViewer,
  paymentWindows,
  productData,
  shippingAddress,
  variantA,
} from '../testing/fixtures.ts';
import { execute } from '../testing/graph-fixture.ts';
import { openStores } from '../testing/open-stores.ts';

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
async function run(source: string, variables: object = {}, viewer: Viewer | null = staff) {
  const { data, errors } = await execute(stores, source, { ...variables }, viewer);
  expect(errors).toEqual([]);
  return data as unknown as Result;
}

const spring = { code: 'spring', name: 'Spring', requiresVoucher: true, percentOff: '10' };
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

it('a code takes its promotion off the cart and the order, however it is typed, and counts a use', async () => {
  const code = await newCode();
  const viewer = person();
  await fill(viewer);
  const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
  const discounts = [{ code: 'spring', voucherCode: code, amount: { amount: '2.00' } }];
  expect(await apply(viewer, typed)).toEqual({
    cart: {
      vouchers: [{ code, name: 'Spring', problem: null }],
      pricing: { total: { amount: '18.00' }, discounts },
    },
    userErrors: [],
  });
  expect(await usesOf(code)).toBe(0);
  const expectedTotal = { amount: '18.00', currencyCode: 'EUR' };
  const placed = await order(viewer, { expectedTotal });
  expect(placed).toMatchObject({ userErrors: [], order: { total: { amount: '18.00' } } });
  expect(await usesOf(code)).toBe(1);
  const { cart } = await run('{ cart { vouchers { code } } }', {}, viewer);
  expect(cart).toEqual({ vouchers: [] });
});

it('every code that is not valid has the same answer', async () => {
  const past = '2020-01-01T00:00:00.000Z';
  const future = '2090-01-01T00:00:00.000Z';
  await setPromotions({ ...spring, endsAt: past }, { ...spring, code: 'summer', startsAt: future });
  const expired = (await createVouchers({ codes: ['EXPIRED1'] })).vouchers[0].code;
  await createVouchers({ promotionCode: 'summer', codes: ['NOTYET11'] });
  const viewer = person();
  const answer = {
    cart: null,
    userErrors: [
      { code: 'VOUCHER_INVALID', message: 'This voucher code is not valid.', field: ['code'] },
    ],
  };
  expect(await apply(viewer, 'UNKNOWN1')).toEqual(answer);
  expect(await apply(viewer, '???')).toEqual(answer);
  expect(await apply(viewer, expired)).toEqual(answer);
  expect(await apply(viewer, 'NOTYET11')).toEqual(answer);
  await setPromotions({ ...spring, maxUses: 1 });
  const code = (await createVouchers({ generate: { count: 1 } })).vouchers[0].code;
  await order(await buyer(code));
  expect(await apply(viewer, code)).toEqual(answer);
  const single = await newCode({}, 1);
  await order(await buyer(single));
  expect(await apply(viewer, single)).toEqual(answer);
  const disabled = await newCode();
  await run(
    `mutation ($input: UpdateVoucherInput!) { updateVoucher(input: $input) { userErrors { code } } }`,
    { input: { code: disabled, isDisabled: true } },
  );
  expect(await apply(viewer, disabled)).toEqual(answer);
});

it('a code that does not apply stays in the cart with its problem, and refuses the order', async () => {
  const code = await newCode({ minSubtotal: { amount: '30.00', currencyCode: 'EUR' } });
  const viewer = person();
  await fill(viewer);
  const { cart } = await apply(viewer, code);
  expect(cart.vouchers).toEqual([{ code, name: 'Spring', problem: { code: 'NOT_APPLICABLE' } }]);
  expect(await order(viewer)).toMatchObject({
    order: null,
    userErrors: [{ code: 'VOUCHER_NOT_APPLICABLE', field: ['fromCart'], details: { code } }],
  });
  await fill(viewer, 1);
  expect(await order(viewer)).toMatchObject({
    ...{ order: { total: { amount: '27.00' } }, userErrors: [] },
  });
  expect(await usesOf(code)).toBe(1);
});

it('a code that becomes invalid is a problem of the cart, and is removed by removeVoucher', async () => {
  const code = await newCode();
  const viewer = await buyer(code);
  await setPromotions();
  const { cart } = await run('{ cart { vouchers { code name problem { code } } } }', {}, viewer);
  expect(cart.vouchers).toEqual([{ code, name: null, problem: { code: 'INVALID' } }]);
  expect(await order(viewer)).toMatchObject({ userErrors: [{ code: 'VOUCHER_INVALID' }] });
  const remove = `mutation ($input: RemoveVoucherInput!) { removeVoucher(input: $input) {
    cart { version vouchers { code } } userErrors { code } } }`;
  const first = await run(remove, { input: { code } }, viewer);
  expect(first).toMatchObject({ removeVoucher: { cart: { vouchers: [] }, userErrors: [] } });
  expect(await run(remove, { input: { code } }, viewer)).toEqual(first);
  expect(await order(viewer)).toMatchObject({ order: { total: { amount: '20.00' } } });
});

it('a better exclusive promotion replaces a code, which is not used', async () => {
  const half = { code: 'half', name: 'Half', percentOff: '50', isExclusive: true };
  await setPromotions(spring, half);
  const { code } = (await createVouchers({ generate: { count: 1 } })).vouchers[0];
  const viewer = person();
  await fill(viewer);
  const { cart } = await apply(viewer, code);
  expect(cart.vouchers).toMatchObject([{ problem: { code: 'NOT_COMBINED' } }]);
  expect(await order(viewer)).toMatchObject({ order: { total: { amount: '10.00' } } });
  expect(await usesOf(code)).toBe(0);
});

it('the last use is sold once to two buyers at once', async () => {
  for (let round = 0; round < 10; round++) {
    const code = await newCode({}, 1);
    const buyers = await Promise.all([buyer(code), buyer(code)]);
    const results = await Promise.all(buyers.map((one) => order(one)));
    const codes = results.map(({ userErrors }) => userErrors[0]?.code ?? 'placed').sort();
    expect(codes).toEqual(['VOUCHER_INVALID', 'placed']);
    expect(await usesOf(code)).toBe(1);
  }
});

it.each([
  ['of the code', {}, 10],
  ['of its promotion', { maxUses: 10 }, null],
] as const)('of 50 buyers at once, 10 have the 10 uses %s', async (_, change, maxUses) => {
  const code = await newCode(change, maxUses);
  const buyers = await Promise.all(Array.from({ length: 50 }, () => buyer(code)));
  const results = await Promise.all(buyers.map((one) => order(one)));
  expect(results.filter((one) => one.userErrors.length === 0)).toHaveLength(10);
  const refused = results.flatMap((one) => one.userErrors);
  expect(new Set(refused.map((one) => one.code))).toEqual(new Set(['VOUCHER_INVALID']));
  expect(await usesOf(code)).toBe(10);
});

it('of orders at once, an automatic promotion has as many as its limit, and the others cost more', async () => {
  await setPromotions({ ...spring, requiresVoucher: false, maxUses: 3 });
  const buyers = Array.from({ length: 12 }, person);
  await Promise.all(buyers.map((one) => fill(one)));
  const results = await Promise.all(buyers.map((one) => order(one)));
  const totals = results.map((one) => one.order.total.amount);
  expect(totals.filter((total) => total === '18.00')).toHaveLength(3);
  expect(totals.filter((total) => total === '20.00')).toHaveLength(9);
  const { pricingRules } = await run('{ pricingRules { promotions { promotions { uses } } } }');
  expect(pricingRules.promotions.promotions).toEqual([{ uses: 3 }]);
});

/** The ways in which an order ends without being bought; the shop gives the cart back, customers do not want it. */
const ends: Record<string, (id: string, viewer: Viewer) => Promise<unknown>> = {
  'is rejected': (id) => rejectOrder(stores.orders, id, []),
  async 'is declined five times'(id, viewer) {
    await confirmOrder(stores.orders, id, paymentWindows);
    const payments = providerReturning({ status: 'FAILED', code: 'card_declined' });
    for (let n = 0; n < 5; n++) {
      const input = { orderId: id, paymentToken: 'tok', idempotencyKey: newKey() };
      await payOrder({ ...stores, payments }, viewer, input);
    }
  },
  async 'is not paid in time'(id) {
    await confirmOrder(stores.orders, id, paymentWindows);
    const { orders, due } = stores;
    const report = (error: unknown) => {
      throw error;
    };
    const later = new Date(Date.now() + 2 * paymentWindows.user);
    await sweepOrders({ orders, due, payments, pendingMs: 60_000, report }, later);
  },
  'is cancelled by its customer': (id, viewer) => cancel(id, viewer),
  async 'is cancelled after it was paid'(id, viewer) {
    await confirmOrder(stores.orders, id, paymentWindows);
    const input = { orderId: id, paymentToken: 'tok', idempotencyKey: newKey() };
    await payOrder({ ...stores, payments }, viewer, input);
    expect((await stores.orders.byIds([id]))[0]?.status).toBe('PAID');
    await cancel(id, viewer);
  },
};
const cancel = (orderId: string, viewer: Viewer) => {
  const input = { orderId, reason: 'mistake', idempotencyKey: newKey() };
  return cancelOrder({ ...stores, payments }, viewer, input);
};

it.each(Object.entries(ends))('an order that %s gives its use back', async (name, end) => {
  const code = await newCode({}, 1);
  const viewer = await buyer(code);
  const { id } = (await order(viewer)).order;
  expect(await usesOf(code)).toBe(1);
  await end(id, viewer);
  expect(await usesOf(code)).toBe(0);
  const { cart } = await run('{ cart { totalQuantity vouchers { code } } }', {}, viewer);
  const returned = { totalQuantity: 2, vouchers: [{ code }] };
  expect(cart).toEqual(name.includes('cancelled') ? { totalQuantity: 0, vouchers: [] } : returned);
  // Another buyer has it now.
  expect(await order(await buyer(code))).toMatchObject({ userErrors: [] });
});

it('a customer has a code as often as its promotion allows, a guest by the e-mail address', async () => {
  const code = await newCode({ maxUsesPerCustomer: 1 });
  const viewer = await buyer(code);
  expect(await order(viewer)).toMatchObject({ userErrors: [] });
  await fill(viewer);
  expect((await apply(viewer, code)).cart.vouchers).toMatchObject([
    { problem: { code: 'NOT_APPLICABLE' } },
  ]);
  const guest = async (email: string) => {
    const { cartToken } = await addCartLines(stores, undefined, {
      lines: [{ variantId: variantA, quantity: 1 }],
    });
    await applyVoucher(stores, undefined, { cartToken, code });
    return placeOrder(stores, undefined, {
      ...{ cartToken, email, shippingAddress, idempotencyKey: newKey() },
    });
  };
  await expect(guest(viewer.email)).rejects.toThrow('VOUCHER_NOT_APPLICABLE');
  const email = person().email;
  const results = await Promise.allSettled([guest(email), guest(email), guest(email)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await usesOf(code)).toBe(2);
});

it('a promotion of a category concerns the lines of its products, which follow product events', async () => {
  const category = newId();
  const variantIds = [newId(), newId()];
  const [shirt = '', mug = ''] = variantIds;
  const project = (variantId: string, version: number, categoryIds: string[]) =>
    stores.catalogue.projectProduct({
      ...{ ...productData(), productId: variantId, version, categoryIds },
      variants: [
        { variantId, sku: variantId, title: '', price: { minor: '1000', currency: 'EUR' } },
      ],
    });
  await project(shirt, 1, [category, newId()]);
  await project(mug, 1, [newId()]);
  await setPromotions({ ...spring, requiresVoucher: false, categoryIds: [category] });
  const viewer = person();
  const lines = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
  await addCartLines(stores, viewer, { lines });
  const total = async () => {
    const { cart } = await run('{ cart { pricing { total { amount } } } }', {}, viewer);
    return cart.pricing;
  };
  expect(await total()).toEqual({ total: { amount: '19.00' } });
  await project(mug, 2, [category]);
  expect(await total()).toEqual({ total: { amount: '18.00' } });
});

it('a promotion for first orders and for a group is only for them', async () => {
  const groupOf = (viewer: Viewer, groups: string[]) =>
    run(
      `mutation ($input: SetCustomerGroupsInput!) { setCustomerGroups(input: $input) {
        customer { customerGroups } userErrors { code } } }`,
      { input: { customerId: viewer.id, groups } },
    );
  await setPromotions({
    ...{ ...spring, requiresVoucher: false, customerGroups: ['trade'], isFirstOrderOnly: true },
  });
  const [trade, other] = [person(), person()];
  expect(await groupOf(trade, ['trade', 'press', 'trade'])).toEqual({
    setCustomerGroups: { customer: { customerGroups: ['press', 'trade'] }, userErrors: [] },
  });
  const totals = [];
  for (const viewer of [trade, other, trade]) {
    await fill(viewer);
    totals.push((await order(viewer)).order.total.amount);
  }
  expect(totals).toEqual(['18.00', '20.00', '20.00']);
});

it('staff create codes once per key, list them with their uses, and every change is stored', async () => {
  await setPromotions(spring);
  const key = { idempotencyKey: newKey(), generate: { count: 3, prefix: 'sp-' }, maxUses: 2 };
  const first = await createVouchers(key);
  expect(first.vouchers).toHaveLength(3);
  for (const { code } of first.vouchers) expect(code).toMatch(/^SP[2-9A-HJKMNP-TV-Z]{12}$/);
  expect(await createVouchers(key)).toEqual(first);
  expect(await createVouchers({ ...key, maxUses: 3 })).toMatchObject({
    userErrors: [{ code: 'IDEMPOTENCY_CONFLICT' }],
  });
  const { code } = first.vouchers[0];
  expect(await createVouchers({ codes: [code, 'NEWCODE1'] })).toMatchObject({
    ...{ vouchers: null, userErrors: [{ code: 'VOUCHER_TAKEN', field: ['codes', '0'] }] },
  });
  expect(await createVouchers({ promotionCode: 'x', codes: ['NEWCODE1'] })).toMatchObject({
    userErrors: [{ code: 'NOT_FOUND', field: ['promotionCode'] }],
  });
  await order(await buyer(code));
  const update = (change: object) =>
    run(
      `mutation ($input: UpdateVoucherInput!) { updateVoucher(input: $input) {
        voucher { version isDisabled } userErrors { code } } }`,
      { input: { code, maxUses: 2, isDisabled: true, ...change } },
    ).then(({ updateVoucher: payload }) => payload);
  const disabled = { voucher: { version: 2, isDisabled: true }, userErrors: [] };
  expect(await update({ expectedVersion: 1 })).toEqual(disabled);
  expect(await update({ expectedVersion: 1 })).toEqual(disabled);
  expect(await update({ isDisabled: false, expectedVersion: 1 })).toMatchObject({
    userErrors: [{ code: 'VERSION_CONFLICT' }],
  });
  const { vouchers } = await run(
    `{ vouchers(first: 1, filter: { promotionCode: "spring", search: "${code.slice(0, 8)}" }) {
      totalCount nodes { code uses changes { version isDisabled author { id } } } } }`,
  );
  expect(vouchers).toEqual({
    totalCount: 1,
    nodes: [
      {
        ...{ code, uses: 1 },
        changes: [
          { version: 2, isDisabled: true, author: { id: staff.id } },
          { version: 1, isDisabled: false, author: { id: staff.id } },
        ],
      },
    ],
  });
});

it('a promotion that is not saved is tried on lines and on a cart', async () => {
  await setPromotions({ ...spring, requiresVoucher: false });
  const viewer = person();
  const { cart } = await fill(viewer, 3);
  const preview = (on: object) =>
    run(
      `query ($input: PromotionPreviewInput!) { promotionPreview(input: $input) {
        before { total { amount } } after { total { amount } discounts { code amount { amount } } } } }`,
      {
        input: {
          promotion: { code: 'three', name: '3 for 2', buyXGetY: { buy: 2, get: 1 }, maxUses: 1 },
          ...on,
        },
      },
    ).then(({ promotionPreview }) => promotionPreview);
  const result = {
    before: { total: { amount: '27.00' } },
    after: {
      total: { amount: '18.00' },
      discounts: [
        { code: 'spring', amount: { amount: '3.00' } },
        { code: 'three', amount: { amount: '9.00' } },
      ],
    },
  };
  expect(await preview({ cartId: cart.id })).toEqual(result);
  expect(await preview({ lines: [{ variantId: variantA, quantity: 3 }] })).toEqual(result);
  expect(await preview({ cartId: 'none' })).toBeNull();
  expect(await stores.prisma.pricingRules.count()).toBe(1);
});

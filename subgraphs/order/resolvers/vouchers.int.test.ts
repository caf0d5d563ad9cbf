import type { Viewer } from '@shop/schema';
import { expect, it } from 'vitest';
import { cancelOrder } from '../domain/cancel-order.ts';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { applyVoucher } from '../domain/cart/apply-voucher.ts';
import { confirmOrder } from '../domain/confirm-order.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { rejectOrder } from '../domain/reject-order.ts';
import { sweepOrders } from '../domain/sweep-orders.ts';
import { capturing as payments, providerReturning } from '../testing/fake-providers.ts';
import { newKey, paymentWindows, shippingAddress, variantA } from '../testing/fixtures.ts';
import { spring, usePromotionFixture } from '../testing/promotion-fixture.ts';

const fixture = usePromotionFixture();
const {
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
} = fixture;

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

/** The ways in which an order ends without being bought; the shop gives the cart back, customers do not want it. */
const ends: Record<string, (id: string, viewer: Viewer) => Promise<unknown>> = {
  'is rejected': (id) => rejectOrder(fixture.stores().orders, id, []),
  async 'is declined five times'(id, viewer) {
    await confirmOrder(fixture.stores().orders, id, paymentWindows);
    const payments = providerReturning({ status: 'FAILED', code: 'card_declined' });
    for (let n = 0; n < 5; n++) {
      const input = { orderId: id, paymentToken: 'tok', idempotencyKey: newKey() };
      await payOrder({ ...fixture.stores(), payments }, viewer, input);
    }
  },
  async 'is not paid in time'(id) {
    await confirmOrder(fixture.stores().orders, id, paymentWindows);
    const { orders, due, giftCardPayments } = fixture.stores();
    const report = (error: unknown) => {
      throw error;
    };
    const later = new Date(Date.now() + 2 * paymentWindows.user);
    const money = { payments, giftCardPayments };
    await sweepOrders({ orders, due, ...money, pendingMs: 60_000, report }, later);
  },
  'is cancelled by its customer': (id, viewer) => cancel(id, viewer),
  async 'is cancelled after it was paid'(id, viewer) {
    await confirmOrder(fixture.stores().orders, id, paymentWindows);
    const input = { orderId: id, paymentToken: 'tok', idempotencyKey: newKey() };
    await payOrder({ ...fixture.stores(), payments }, viewer, input);
    expect((await fixture.stores().orders.byIds([id]))[0]?.status).toBe('PAID');
    await cancel(id, viewer);
  },
};
const cancel = (orderId: string, viewer: Viewer) => {
  const input = { orderId, reason: 'mistake', idempotencyKey: newKey() };
  return cancelOrder({ ...fixture.stores(), payments }, viewer, input);
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
    const { cartToken } = await addCartLines(fixture.stores(), undefined, {
      lines: [{ variantId: variantA, quantity: 1 }],
    });
    await applyVoucher(fixture.stores(), undefined, { cartToken, code });
    return placeOrder(fixture.stores(), undefined, {
      ...{ cartToken, email, shippingAddress, idempotencyKey: newKey() },
    });
  };
  await expect(guest(viewer.email)).rejects.toThrow('VOUCHER_NOT_APPLICABLE');
  const email = person().email;
  const results = await Promise.allSettled([guest(email), guest(email), guest(email)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await usesOf(code)).toBe(2);
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

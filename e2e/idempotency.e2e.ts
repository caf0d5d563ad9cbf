import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType, getNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { grantAllRoles, logIn, post, registerCustomer, requestData, tokenOf } from './client.ts';
import {
  ApproveReturnDocument,
  CancelOrderDocument,
  OrderDocument,
  PayOrderDocument,
  RequestReturnDocument,
  SetUserRolesDocument,
  ShipOrderDocument,
} from './generated/graphql.ts';
import { addressCases } from './idempotency/address-cases.ts';
import type { Case, Input } from './idempotency/case.ts';
import { catalogueCases } from './idempotency/catalogue-cases.ts';
import { webhookCases } from './idempotency/webhook-cases.ts';
import { shippingAddress } from './shipping-address.ts';
import { customerWithOrder, newKey } from './shopping.ts';

async function confirmedOrder() {
  const { customer, variantId, orderId } = await customerWithOrder(2);
  return { token: customer.token, variantId, orderId };
}

/** Creates an order that is paid and, with `shipped`, shipped. */
async function shippedOrder() {
  const { orderId, staff } = await paidOrder(true);
  const { order } = await requestData(OrderDocument, { id: orderId }, staff);
  return { orderId, staff, lineId: order?.lines[0]?.id ?? '' };
}

async function requestedReturn() {
  const { orderId, staff, lineId } = await shippedOrder();
  const lines = [{ lineId, quantity: 1, reasonCode: 'OTHER' as const }];
  const input = { orderId, lines, idempotencyKey: newKey() };
  const { requestReturn } = await requestData(RequestReturnDocument, { input }, staff);
  return { orderId, staff, returnId: requestReturn?.order?.returns[0]?.id ?? '' };
}

async function paidOrder(shipped = false) {
  const { token, orderId } = await confirmedOrder();
  const payment = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input: payment }, token);
  const staff = await tokenOf('staff');
  const input = { orderId, idempotencyKey: newKey() };
  if (shipped) await requestData(ShipOrderDocument, { input }, staff);
  return { orderId, staff };
}

/** Every mutation with an idempotency key; a missing one fails the test below. */
const cases: Readonly<Record<string, Case>> = {
  ...addressCases,
  ...catalogueCases,
  ...webhookCases,
  placeOrder: {
    async prepare() {
      const { token, variantId } = await confirmedOrder();
      const lines = (quantity: number) => ({ lines: [{ variantId, quantity }], shippingAddress });
      return { token, input: lines(1), other: lines(2) };
    },
    select: 'order { id }',
  },
  placeOrderForCustomer: {
    async prepare() {
      const { variantId } = await confirmedOrder();
      const order = (quantity: number) => ({
        ...{ email: 'nel@shop.example', lines: [{ variantId, quantity }], shippingAddress },
      });
      return { token: await tokenOf('staff'), input: order(1), other: order(2) };
    },
    select: 'order { id }',
  },
  payOrder: {
    async prepare() {
      const { token, orderId } = await confirmedOrder();
      const input = { orderId, paymentToken: 'tok_success' };
      return { token, input, other: { ...input, paymentToken: 'tok_decline' } };
    },
    select: 'order { id status payments { id } }',
  },
  cancelOrder: {
    async prepare() {
      const { token, orderId } = await confirmedOrder();
      return { token, input: { orderId, reason: 'a' }, other: { orderId, reason: 'b' } };
    },
    select: 'order { id status cancelReason version }',
  },
  editOrder: {
    async prepare() {
      const { variantId, orderId } = await confirmedOrder();
      const lines = (quantity: number) => [{ variantId, quantity }];
      const input = { orderId, lines: lines(1), reason: 'One is enough' };
      return { token: await tokenOf('staff'), input, other: { ...input, lines: lines(3) } };
    },
    select: 'order { id edits { id } }',
  },
  shipOrder: {
    async prepare() {
      const { staff: token, orderId } = await paidOrder();
      return { token, input: { orderId }, other: { orderId, carrier: 'DHL' } };
    },
    select: 'order { id status version }',
  },
  fulfilOrder: {
    async prepare() {
      const { staff: token, orderId } = await paidOrder();
      return { token, input: { orderId }, other: { orderId, carrier: 'DHL' } };
    },
    select: 'order { id status version }',
  },
  markDelivered: {
    async prepare() {
      const { staff: token, orderId } = await paidOrder(true);
      return { token, input: { orderId }, other: { orderId, expectedVersion: 1 } };
    },
    select: 'order { id status version }',
  },
  requestReturn: {
    async prepare() {
      const { staff: token, orderId, lineId } = await shippedOrder();
      const lines = [{ lineId, quantity: 1, reasonCode: 'OTHER' }];
      return { token, input: { orderId, lines }, other: { orderId, lines, comment: 'Torn' } };
    },
    select: 'order { id version returns { id status } }',
  },
  approveReturn: {
    async prepare() {
      const { staff: token, ...input } = await requestedReturn();
      return { token, input, other: { ...input, instructions: 'Ring' } };
    },
    select: 'order { id version returns { id status } }',
  },
  refuseReturn: {
    async prepare() {
      const { staff: token, ...ids } = await requestedReturn();
      const input = { ...ids, reason: 'Worn' };
      return { token, input, other: { ...input, reason: 'Torn' } };
    },
    select: 'order { id version returns { id status } }',
  },
  cancelReturn: {
    async prepare() {
      const { staff: token, ...input } = await requestedReturn();
      return { token, input, other: { ...input, expectedVersion: 1 } };
    },
    select: 'order { id version returns { id status } }',
  },
  receiveReturn: {
    async prepare() {
      const { staff: token, ...input } = await requestedReturn();
      const approval = { ...input, idempotencyKey: newKey() };
      await requestData(ApproveReturnDocument, { input: approval }, token);
      return { token, input, other: { ...input, expectedVersion: 1 } };
    },
    select: 'order { id refunded { amount } returns { id status } refunds { id } }',
  },
  refundOrder: {
    async prepare() {
      const { staff: token, orderId } = await paidOrder();
      const input = { orderId, reason: 'torn', amount: { amount: '1.00', currencyCode: 'EUR' } };
      return { token, input, other: { ...input, reason: 'lost' } };
    },
    select: 'order { refunded { amount } refunds { id } }',
  },
  addOrderNote: {
    async prepare() {
      const { orderId } = await confirmedOrder();
      const token = await tokenOf('staff');
      return { token, input: { orderId, note: 'a' }, other: { orderId, note: 'b' } };
    },
    select: 'order { id version notes { id note } }',
  },
  addCartLines: {
    async prepare() {
      const { token, variantId } = await confirmedOrder();
      const lines = (quantity: number) => ({ lines: [{ variantId, quantity }] });
      return { token, input: lines(1), other: lines(2) };
    },
    select: 'cart { totalQuantity }',
  },
  setCartLines: {
    async prepare() {
      const { token, variantId } = await confirmedOrder();
      const lines = (quantity: number) => ({ lines: [{ variantId, quantity }] });
      return { token, input: lines(1), other: lines(2) };
    },
    select: 'cart { totalQuantity }',
  },
  createVouchers: {
    async prepare() {
      const input = { promotionCode: 'welcome', generate: { count: 2 }, maxUses: 1 };
      return { token: await tokenOf('staff'), input, other: { ...input, maxUses: 2 } };
    },
    select: 'vouchers { code maxUses uses }',
  },
  createGiftCards: {
    async prepare() {
      const input = { amount: { amount: '5.00', currencyCode: 'EUR' }, count: 2 };
      return { token: await tokenOf('staff'), input, other: { ...input, count: 3 } };
    },
    select: 'giftCards { code giftCard { id balance { amount } } }',
  },
  bulkUpsertProducts: {
    async prepare() {
      const slug = `idem-${newKey()}`;
      const variants = [
        { sku: `I-${newKey().slice(0, 8)}`, price: { amount: '1.00', currencyCode: 'EUR' } },
      ];
      const rows = (title: string) => ({ products: [{ slug, title, variants }] });
      return { token: await tokenOf('staff'), input: rows('One'), other: rows('Other') };
    },
    select: 'results { index action product { id version } }',
  },
  adjustStock: {
    async prepare() {
      const { variantId } = await confirmedOrder();
      const input = { variantId, delta: 1, reason: 'counted' };
      return { token: await tokenOf('staff'), input, other: { ...input, delta: 2 } };
    },
    select: 'variant { stock { onHand version } }',
  },
  setLowStockThreshold: {
    async prepare() {
      const { variantId } = await confirmedOrder();
      const input = { variantId, threshold: 3 };
      return { token: await tokenOf('staff'), input, other: { ...input, threshold: 4 } };
    },
    select: 'variant { stock { lowStockThreshold version } }',
  },
  receiveStock: {
    async prepare() {
      const { variantId } = await confirmedOrder();
      const input = { variantId, quantity: 1, reason: 'delivery' };
      return { token: await tokenOf('staff'), input, other: { ...input, quantity: 2 } };
    },
    select: 'variant { stock { onHand version } }',
  },
};

/** Mutations without a key: they move neither money nor stock, and repeating them has no further effect. */
const withoutKey = [
  ...['register', 'login', 'refreshToken', 'logout', 'logoutEverywhere', 'revokeSession'],
  ...['changePassword', 'requestPasswordReset', 'resetPassword', 'updateProfile'],
  // A method that was removed is not found.
  'removePaymentMethod',
  // A deleted account has no viewer.
  'deleteAccount',
  // A second claim finds no order.
  ...['requestOrderLink', 'claimOrders'],
  ...['requestEmailVerification', 'verifyEmail', 'requestEmailChange', 'confirmEmailChange'],
  ...['setUserRoles', 'suspendUser', 'reinstateUser'],
  // A cart reserves nothing.
  ...['clearCart', 'mergeCart', 'reorder'],
  // The same rules again change nothing.
  ...['setTaxRules', 'setShippingRules', 'setTaxExemption'],
  ...['setPromotions', 'setCustomerGroups', 'updateVoucher'],
  // The same values again change nothing.
  ...['updateGiftCard', 'checkGiftCard'],
  // A code that the cart has, or does not have, changes nothing.
  ...['applyVoucher', 'removeVoucher'],
  ...['redriveDeadLetters', 'purgeDeadLetters'],
];

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const mutations = Object.values(api.getMutationType()?.getFields() ?? {});
const inputOf = (name: string) => {
  const [argument] = mutations.find((field) => field.name === name)?.args ?? [];
  return argument && (getNamedType(argument.type) as GraphQLInputObjectType);
};
const takesKey = (name: string): boolean => Boolean(inputOf(name)?.getFields()['idempotencyKey']);

it('every mutation takes an idempotency key or is listed as needing none', () => {
  const names = mutations.map(({ name }) => name);
  expect(names.filter(takesKey).sort()).toEqual(Object.keys(cases).sort());
  expect(names.filter((name) => !takesKey(name)).sort()).toEqual([...withoutKey].sort());
});

describe.each(Object.entries(cases))('%s', (name, { prepare, select }) => {
  it(`${name} with the same key runs once, returns the first payload again, and refuses other input`, async () => {
    const { token, input, other } = await prepare();
    const idempotencyKey = newKey();
    const send = async (variables: Input) => {
      const query = `mutation ($input: ${inputOf(name)?.name}!) {
        it: ${name}(input: $input) { ${select} userErrors { code field } } }`;
      const body = JSON.stringify({
        query,
        variables: { input: { ...variables, idempotencyKey } },
      });
      const { text } = await post(body, { authorization: `Bearer ${token}` });
      const { data, errors } = JSON.parse(text) as {
        data?: { it: { userErrors: unknown[] } };
        errors?: unknown;
      };
      if (!data || errors) throw new Error(text);
      return data.it;
    };
    const first = await send(input);
    expect(first.userErrors).toEqual([]);
    const again = await Promise.all([1, 2, 3].map(() => send(input)));
    expect(again).toEqual([first, first, first]);
    const conflict = await send(other);
    expect(conflict.userErrors).toEqual([
      { code: 'IDEMPOTENCY_CONFLICT', field: ['idempotencyKey'] },
    ]);
    expect(await send(input)).toEqual(first);
  });
});

it('a cancellation is not returned again to staff who have lost their role', async () => {
  const { orderId } = await confirmedOrder();
  const colleague = await registerCustomer();
  const input = { orderId, reason: 'by phone', idempotencyKey: newKey() };
  const cancel = (token: string) => requestData(CancelOrderDocument, { input }, token);
  const first = await cancel(await grantAllRoles(colleague));
  expect(first.cancelOrder).toMatchObject({ order: { id: orderId }, userErrors: [] });
  const roles = { userId: colleague.id, roles: ['CUSTOMER' as const] };
  await requestData(SetUserRolesDocument, { input: roles }, await tokenOf('admin'));
  const again = await cancel(await logIn(colleague.email));
  expect(again.cancelOrder).toMatchObject({ order: null, userErrors: [{ code: 'NOT_FOUND' }] });
});

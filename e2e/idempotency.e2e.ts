import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType, getNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { get, newCustomer, orderIn, post, tokenOf } from './client.ts';
import { FulfilOrderDocument, PayOrderDocument } from './generated/graphql.ts';
import { key, newProduct, place } from './shopping.ts';

type Input = Readonly<Record<string, unknown>>;
type Case = {
  /** The input without its key, who asks, and the same with one value changed. */
  readonly prepare: () => Promise<{ token: string; input: Input; other: Input }>;
  /** What is asked of the answer. */
  readonly select: string;
};

async function ordered() {
  const { token } = await newCustomer();
  const product = await newProduct(50, ['10.00']);
  const variantId = product.variants[0]?.id ?? '';
  const order = await place(token, [{ variantId, quantity: 2 }]);
  await orderIn(order.id, 'CONFIRMED', token);
  return { token, variantId, orderId: order.id };
}

/** An order that has been paid and, if asked for, sent. */
async function paid(sent = false) {
  const { token, orderId } = await ordered();
  const payment = { orderId, paymentToken: 'tok_success', idempotencyKey: key() };
  await get(PayOrderDocument, { input: payment }, token);
  const staff = await tokenOf('staff');
  const input = { orderId, idempotencyKey: key() };
  if (sent) await get(FulfilOrderDocument, { input }, staff);
  return { orderId, staff };
}

/** Every mutation that takes a key; one that is missing here fails the test below. */
const cases: Readonly<Record<string, Case>> = {
  placeOrder: {
    async prepare() {
      const { token, variantId } = await ordered();
      const lines = (quantity: number) => ({ lines: [{ variantId, quantity }] });
      return { token, input: lines(1), other: lines(2) };
    },
    select: 'order { id }',
  },
  payOrder: {
    async prepare() {
      const { token, orderId } = await ordered();
      const input = { orderId, paymentToken: 'tok_success' };
      return { token, input, other: { ...input, paymentToken: 'tok_decline' } };
    },
    select: 'order { id status payments { id } }',
  },
  cancelOrder: {
    async prepare() {
      const { token, orderId } = await ordered();
      return { token, input: { orderId, reason: 'a' }, other: { orderId, reason: 'b' } };
    },
    select: 'order { id status cancelReason version }',
  },
  fulfilOrder: {
    async prepare() {
      const { staff: token, orderId } = await paid();
      return { token, input: { orderId }, other: { orderId, carrier: 'DHL' } };
    },
    select: 'order { id status version }',
  },
  markDelivered: {
    async prepare() {
      const { staff: token, orderId } = await paid(true);
      return { token, input: { orderId }, other: { orderId, expectedVersion: 1 } };
    },
    select: 'order { id status version }',
  },
  refundOrder: {
    async prepare() {
      const { staff: token, orderId } = await paid();
      const input = { orderId, reason: 'torn', amount: { amount: '1.00', currencyCode: 'EUR' } };
      return { token, input, other: { ...input, reason: 'lost' } };
    },
    select: 'order { refunded { amount } refunds { id } }',
  },
  addOrderNote: {
    async prepare() {
      const { orderId } = await ordered();
      const token = await tokenOf('staff');
      return { token, input: { orderId, note: 'a' }, other: { orderId, note: 'b' } };
    },
    select: 'order { id version notes { id note } }',
  },
  bulkUpsertProducts: {
    async prepare() {
      const slug = `idem-${key()}`;
      const variants = [
        { sku: `I-${key().slice(0, 8)}`, price: { amount: '1.00', currencyCode: 'EUR' } },
      ];
      const rows = (title: string) => ({ products: [{ slug, title, variants }] });
      return { token: await tokenOf('staff'), input: rows('One'), other: rows('Other') };
    },
    select: 'results { index action product { id version } }',
  },
  adjustStock: {
    async prepare() {
      const { variantId } = await ordered();
      const input = { variantId, delta: 1, reason: 'counted' };
      return { token: await tokenOf('staff'), input, other: { ...input, delta: 2 } };
    },
    select: 'variant { stock { onHand version } }',
  },
  receiveStock: {
    async prepare() {
      const { variantId } = await ordered();
      const input = { variantId, quantity: 1, reason: 'delivery' };
      return { token: await tokenOf('staff'), input, other: { ...input, quantity: 2 } };
    },
    select: 'variant { stock { onHand version } }',
  },
};

/** Those that move neither money nor stock: done twice, they end where they end when done once. */
const exempt = [
  ...['register', 'login', 'refreshToken', 'logout', 'logoutEverywhere', 'revokeSession'],
  ...['changePassword', 'requestPasswordReset', 'resetPassword', 'updateProfile'],
  ...['requestEmailVerification', 'verifyEmail', 'setUserRoles', 'suspendUser', 'reinstateUser'],
  ...['createProduct', 'updateProduct', 'publishProduct', 'archiveProduct', 'setVariantPrice'],
  ...['addVariant', 'updateVariant', 'removeVariant', 'createCategory', 'updateCategory'],
  ...['addAddress', 'updateAddress', 'removeAddress', 'setDefaultAddress'],
  // A cart is no order: it reserves nothing, and `setCartLines` says how many there shall be.
  ...['addCartLines', 'setCartLines', 'clearCart', 'mergeCart'],
  ...['redriveDeadLetters', 'purgeDeadLetters', 'setLowStockThreshold'],
];

const api = buildSchema(readFileSync(new URL('../schema/api.graphql', import.meta.url), 'utf8'));
const mutations = Object.values(api.getMutationType()?.getFields() ?? {});
const inputOf = (name: string) => {
  const [argument] = mutations.find((field) => field.name === name)?.args ?? [];
  return argument && (getNamedType(argument.type) as GraphQLInputObjectType);
};
const takesKey = (name: string): boolean => Boolean(inputOf(name)?.getFields()['idempotencyKey']);

it('every mutation takes an idempotency key, or is known to need none', () => {
  const names = mutations.map(({ name }) => name);
  expect(names.filter(takesKey).sort()).toEqual(Object.keys(cases).sort());
  expect(names.filter((name) => !takesKey(name)).sort()).toEqual([...exempt].sort());
});

describe.each(Object.entries(cases))('%s', (name, { prepare, select }) => {
  it('with one key is done once, and answers again what it answered', async () => {
    const { token, input, other } = await prepare();
    const idempotencyKey = key();
    const ask = async (variables: Input) => {
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
    const first = await ask(input);
    expect(first.userErrors).toEqual([]);
    const again = await Promise.all([1, 2, 3].map(() => ask(input)));
    expect(again).toEqual([first, first, first]);
    const conflict = await ask(other);
    expect(conflict.userErrors).toEqual([
      { code: 'IDEMPOTENCY_CONFLICT', field: ['idempotencyKey'] },
    ]);
    expect(await ask(input)).toEqual(first);
  });
});

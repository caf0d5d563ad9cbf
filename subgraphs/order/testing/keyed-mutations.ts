import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { addOrderNote } from '../domain/add-order-note.ts';
import { cancelOrder } from '../domain/cancel-order.ts';
import { editOrder } from '../domain/edits/edit-order.ts';
import { markDelivered } from '../domain/mark-delivered.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { placeOrderForCustomer } from '../domain/place-order-for-customer.ts';
import { refundOrder } from '../domain/refund-order.ts';
import { approveReturn } from '../domain/returns/approve-return.ts';
import { cancelReturn } from '../domain/returns/cancel-return.ts';
import { receiveReturn } from '../domain/returns/receive-return.ts';
import { refuseReturn } from '../domain/returns/refuse-return.ts';
import { requestReturn } from '../domain/returns/request-return.ts';
import { shipOrder } from '../domain/ship-order.ts';
import { capturing as payments } from './fake-providers.ts';
import { returnPeriod, variantA } from './fixtures.ts';
import { customer, type openOrderFixture, staff } from './order-fixture.ts';

type Fixture = Awaited<ReturnType<typeof openOrderFixture>>;
type Input = Readonly<Record<string, unknown>>;

/** A request that a client repeats. */
export type KeyedMutation = {
  readonly viewer: Viewer | undefined;
  /** Creates what the request is about, and returns its input without the key. */
  readonly prepare: (shop: Fixture) => Promise<Input>;
  /** Other spellings of the same input: each replaces or adds fields. */
  readonly spellings: readonly Input[];
  /** Other inputs. */
  readonly others: readonly Input[];
  readonly send: (shop: Fixture, viewer: Viewer | undefined, input: never) => Promise<unknown>;
  /** Whether the requester reads the order as its owner, and not by a scope. */
  readonly isOwner?: boolean;
};

const orderOf = (stage: 'confirmed' | 'paid') => async (shop: Fixture) => ({
  orderId: await shop[stage](),
});
const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });
const lines = [{ variantId: variantA, quantity: 2 }];
const address = { recipient: 'Zoé', line1: 'Hauptstr. 1', city: 'Köln', country: 'DE' };
const placing = {
  lines,
  expectedTotal: euros('20'),
  shippingAddress: { ...address, postalCode: '50667' },
};
const placingSpellings: readonly Input[] = [
  { waitForMs: 0 },
  { waitForMs: 5_000 },
  { fromCart: false },
  { fromCart: null, cartToken: null, billingAddress: null },
  { cartToken: '' },
  { expectedTotal: euros('20.00') },
  { expectedTotal: euros('020.0') },
  { billingAddress: placing.shippingAddress },
  {
    shippingAddress: {
      ...address,
      postalCode: ' 50667 ',
      recipient: ' Zoe\u0301 ',
      city: 'Ko\u0308ln',
      line2: '',
      company: ' ',
      region: null,
    },
  },
];
const note = 'Rang twice.\nMüller';
const reason = 'Größe';
const reasons: readonly Input[] = [{ reason: ' Größe ' }, { reason: 'Gro\u0308ße' }];
const versions: readonly Input[] = [{ expectedVersion: null }];

const lineOf = (orderId: string) => ({ lineId: `${orderId}:${variantA}`, quantity: 1 });

async function shippedOrder(shop: Fixture): Promise<string> {
  const id = await shop.paid();
  await shop.fulfil(id);
  return id;
}

async function requestedReturn(shop: Fixture) {
  const orderId = await shippedOrder(shop);
  return { orderId, returnId: await shop.requestReturn(orderId) };
}

/** `shipOrder`, also by its deprecated name. */
const shipping: KeyedMutation = {
  viewer: staff,
  prepare: orderOf('paid'),
  spellings: [
    ...versions,
    { carrier: null, trackingNumber: null, trackingUrl: null },
    { carrier: '', trackingNumber: ' ', trackingUrl: '' },
    { lines: null },
  ],
  others: [{ carrier: 'DHL' }],
  send: (shop, viewer, input) => shipOrder({ ...shop, payments }, viewer ?? staff, input),
};

/** Every request of this subgraph with an idempotency key, by mutation and kind of requester. */
export const keyedMutations: Readonly<Record<string, KeyedMutation>> = {
  placeOrder: {
    viewer: customer,
    isOwner: true,
    prepare: async () => placing,
    spellings: [...placingSpellings, { email: null }, { email: '' }],
    others: [{ expectedTotal: null }, { lines: [{ variantId: variantA, quantity: 3 }] }],
    send: (shop, viewer, input) => placeOrder(shop, viewer, input),
  },
  'placeOrder as a guest': {
    viewer: undefined,
    isOwner: true,
    prepare: async () => ({ ...placing, email: 'guest@shop.example' }),
    spellings: [...placingSpellings, { email: ' Guest@SHOP.example ' }],
    others: [{ expectedTotal: null }],
    send: (shop, viewer, input) => placeOrder(shop, viewer, input),
  },
  placeOrderForCustomer: {
    viewer: staff,
    prepare: async () => ({ ...placing, email: 'guest@shop.example' }),
    spellings: [
      { waitForMs: 0 },
      { expectedTotal: euros('20.00') },
      { billingAddress: null },
      { email: ' Guest@SHOP.example ' },
    ],
    others: [{ expectedTotal: null }, { email: 'other@shop.example' }],
    send: (shop, viewer, input) => placeOrderForCustomer(shop, viewer ?? staff, input),
  },
  payOrder: {
    viewer: customer,
    isOwner: true,
    prepare: async (shop) => ({ ...(await orderOf('confirmed')(shop)), paymentToken: 'tok' }),
    spellings: [
      { orderToken: null },
      { orderToken: ' ' },
      { paymentToken: ' tok ' },
      { paymentMethodId: '' },
      { giftCardCode: null },
      { savePaymentMethod: false },
      { returnUrl: '' },
      { waitForMs: 5_000 },
    ],
    others: [
      { paymentToken: 'other' },
      { savePaymentMethod: true },
      { paymentToken: null, paymentMethodId: newId() },
      { paymentToken: null, giftCardCode: 'UNKNOWN1' },
    ],
    send: (shop, viewer, input) => payOrder({ ...shop, payments }, viewer, input),
  },
  cancelOrder: {
    viewer: staff,
    prepare: async (shop) => ({ ...(await orderOf('confirmed')(shop)), reason }),
    spellings: [...reasons, ...versions, { orderToken: null }, { orderToken: '' }],
    others: [{ reason: 'Groesse' }, { expectedVersion: 2 }],
    send: (shop, viewer, input) => cancelOrder({ ...shop, payments }, viewer, input),
  },
  editOrder: {
    viewer: staff,
    prepare: async (shop) => ({
      ...(await orderOf('paid')(shop)),
      ...{ lines: [{ variantId: variantA, quantity: 3 }], reason, expectedTotal: euros('30') },
    }),
    spellings: [...reasons, ...versions, { waitForMs: 10 }, { expectedTotal: euros('30.00') }],
    others: [{ expectedTotal: null }, { lines: [{ variantId: variantA, quantity: 4 }] }],
    send: (shop, viewer, input) => editOrder(shop, viewer ?? staff, input),
  },
  shipOrder: shipping,
  'shipOrder with lines': {
    ...shipping,
    async prepare(shop) {
      const { orderId } = await orderOf('paid')(shop);
      return { orderId, lines: [{ lineId: `${orderId}:${variantA}`, quantity: 1 }] };
    },
    spellings: shipping.spellings.filter((spelling) => !('lines' in spelling)),
    others: [{ lines: null }],
  },
  fulfilOrder: shipping,
  markDelivered: {
    viewer: staff,
    async prepare(shop) {
      const { orderId } = await orderOf('paid')(shop);
      await shop.fulfil(orderId);
      return { orderId };
    },
    spellings: [...versions, { fulfilmentId: null }, { fulfilmentId: '' }],
    others: [{ expectedVersion: 4 }, { fulfilmentId: 'other' }],
    send: (shop, viewer, input) => markDelivered(shop.orders, viewer ?? staff, input),
  },
  requestReturn: {
    viewer: customer,
    isOwner: true,
    prepare: async (shop) => {
      const orderId = await shippedOrder(shop);
      return { orderId, lines: [{ ...lineOf(orderId), reasonCode: 'OTHER' }], comment: note };
    },
    spellings: [...versions, { orderToken: null }, { orderToken: '' }, { comment: ` ${note} ` }],
    others: [{ comment: null }, { expectedVersion: 4 }],
    send: (shop, viewer, input) => requestReturn({ ...shop, returnPeriod }, viewer, input),
  },
  approveReturn: {
    viewer: staff,
    prepare: requestedReturn,
    spellings: [...versions, { instructions: null }, { instructions: ' ' }],
    others: [{ instructions: note }, { returnId: 'other' }],
    send: (shop, viewer, input) => approveReturn(shop.orders, viewer ?? staff, input),
  },
  refuseReturn: {
    viewer: staff,
    prepare: async (shop) => ({ ...(await requestedReturn(shop)), reason }),
    spellings: [...versions, ...reasons],
    others: [{ reason: 'Groesse' }],
    send: (shop, viewer, input) => refuseReturn(shop.orders, viewer ?? staff, input),
  },
  cancelReturn: {
    viewer: customer,
    isOwner: true,
    prepare: requestedReturn,
    spellings: [...versions, { orderToken: null }, { orderToken: '' }],
    others: [{ expectedVersion: 5 }],
    send: (shop, viewer, input) => cancelReturn(shop.orders, viewer, input),
  },
  receiveReturn: {
    viewer: staff,
    async prepare(shop) {
      const input = await requestedReturn(shop);
      await shop.approveReturn(input.orderId, input.returnId);
      return { ...input, lines: [{ lineId: lineOf(input.orderId).lineId, restocked: 1 }] };
    },
    spellings: versions,
    others: [{ lines: null }, { expectedVersion: 6 }],
    send: (shop, viewer, input) => receiveReturn({ ...shop, payments }, viewer ?? staff, input),
  },
  refundOrder: {
    viewer: staff,
    prepare: async (shop) => ({ ...(await orderOf('paid')(shop)), reason, amount: euros('1') }),
    spellings: [...reasons, ...versions, { amount: euros('1.00') }, { amount: euros('01.0') }],
    others: [{ amount: null }, { amount: euros('1.01') }],
    send: (shop, viewer, input) => refundOrder({ ...shop, payments }, viewer ?? staff, input),
  },
  addOrderNote: {
    viewer: staff,
    prepare: async (shop) => ({ ...(await orderOf('confirmed')(shop)), note }),
    spellings: [{ note: ` ${note} ` }, { note: 'Rang twice.\r\nMu\u0308ller' }],
    others: [{ note: 'Rang once.' }],
    send: (shop, viewer, input) => addOrderNote(shop.notes, viewer ?? staff, input),
  },
};

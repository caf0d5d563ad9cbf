import { newId } from '@shop/domain';
import { addOrderNote } from '../../domain/add-order-note.ts';
import { cancelOrder } from '../../domain/cancel-order.ts';
import { maxFulfilments } from '../../domain/fulfilment.ts';
import { markDelivered } from '../../domain/mark-delivered.ts';
import { maxNotes } from '../../domain/order-note.ts';
import { maxSavedMethods } from '../../domain/saved-payment-methods.ts';
import { capturing, pending, providerReturning, withSavedMethods } from '../fake-providers.ts';
import { newKey, newViewer } from '../fixtures.ts';
import { issueGiftCard } from '../gift-card-fixture.ts';
import { customer, staff } from '../order-fixture.ts';
import { conflict, type Fixture, type Input, type RefusalCases, type Refused } from './case.ts';

const declining = providerReturning({ status: 'FAILED', code: 'card_declined' });
const euros = (amount: string) => ({ amount, currencyCode: 'EUR' });
const byGiftCard = (giftCardCode: string) => ({ paymentToken: null, giftCardCode });
const tooLong = 'x'.repeat(201);

/** Adds the cases of `fulfilOrder`, the deprecated name of `shipOrder`. */
const withOldName = (cases: RefusalCases): RefusalCases => ({
  ...cases,
  ...Object.fromEntries(
    Object.entries(cases).flatMap(([name, provoke]) =>
      name.startsWith('shipOrder ') ? [[name.replace('ship', 'fulfil'), provoke]] : [],
    ),
  ),
});

/** Returns what is refused of the mutations of an order. */
export function orderCases(shop: Fixture): RefusalCases {
  const required: Readonly<Record<string, Input>> = {
    payOrder: { paymentToken: 'tok' },
    cancelOrder: { reason: 'Too late' },
    refundOrder: { reason: 'Torn' },
    addOrderNote: { note: 'Rang twice' },
  };
  const inputOf = (mutation: string, orderId: string, input: Input): Input => ({
    ...{ orderId, idempotencyKey: newKey(), ...required[mutation], ...input },
  });
  type Stage = 'confirmed' | 'paid' | 'shipped';
  const stages: Readonly<Record<Stage, () => Promise<string>>> = {
    confirmed: shop.confirmed,
    paid: shop.paid,
    shipped: async () => (await shop.fulfil(await shop.paid())).id,
  };
  /** A mutation of an order at a stage of its life. */
  const of = (mutation: string, stage: Stage, input: Input = {}) => {
    const viewer = mutation === 'payOrder' ? customer : staff;
    return async (): Promise<Refused & { readonly input: Input }> => {
      const id = await stages[stage]();
      return { input: inputOf(mutation, id, input), now: { order: { id } }, viewer };
    };
  };
  const ofUnknown = (mutation: string) => async (): Promise<Refused> => ({
    input: inputOf(mutation, newId(), {}),
    now: { order: null },
    viewer: mutation === 'payOrder' ? customer : staff,
  });
  /** A request whose key was used before, with another input. */
  const repeated =
    (
      prepare: ReturnType<typeof of>,
      send: (orderId: string, input: never) => Promise<unknown>,
      change: Input,
    ) =>
    async (): Promise<Refused> => {
      const refused = await prepare();
      await send(String(refused.input['orderId']), refused.input as never);
      return { ...refused, input: { ...refused.input, ...change } };
    };
  const ports = { ...shop, payments: capturing };
  return withOldName({
    'payOrder INVALID_VALUE': of('payOrder', 'confirmed', { paymentToken: ' ' }),
    'payOrder NOT_FOUND': ofUnknown('payOrder'),
    'payOrder LIMIT_REACHED': async () => ({
      ...(await of('payOrder', 'confirmed', { savePaymentMethod: true })()),
      client: { payments: withSavedMethods(maxSavedMethods) },
    }),
    'removePaymentMethod INVALID_VALUE': async () => ({ input: { paymentMethodId: tooLong } }),
    'removePaymentMethod NOT_FOUND': async () => ({ input: { paymentMethodId: newId() } }),
    'payOrder ILLEGAL_TRANSITION': of('payOrder', 'shipped'),
    async 'payOrder PAYMENT_IN_PROGRESS'() {
      const refused = await of('payOrder', 'confirmed')();
      await shop.pay(String(refused.input['orderId']), pending);
      return refused;
    },
    'payOrder PAYMENT_DECLINED': async () => ({
      ...(await of('payOrder', 'confirmed')()),
      client: { payments: declining },
    }),
    'payOrder GIFT_CARD_INVALID': of('payOrder', 'confirmed', byGiftCard('UNKNOWN1')),
    async 'payOrder MIXED_CURRENCIES'() {
      const amount = { amount: '10.00', currencyCode: 'USD' };
      const { code } = await issueGiftCard(shop, '', { amount });
      return of('payOrder', 'confirmed', byGiftCard(code))();
    },
    'payOrder IDEMPOTENCY_CONFLICT': repeated(
      of('payOrder', 'confirmed'),
      (orderId, input) => shop.pay(orderId, capturing, input),
      { paymentToken: 'other' },
    ),
    'cancelOrder INVALID_VALUE': of('cancelOrder', 'confirmed', { reason: tooLong }),
    'cancelOrder NOT_FOUND': ofUnknown('cancelOrder'),
    'cancelOrder ILLEGAL_TRANSITION': of('cancelOrder', 'shipped'),
    'cancelOrder VERSION_CONFLICT': of('cancelOrder', 'confirmed', conflict),
    'cancelOrder IDEMPOTENCY_CONFLICT': repeated(
      of('cancelOrder', 'confirmed'),
      (_, input) => cancelOrder(ports, staff, input),
      { reason: 'Other' },
    ),
    'requestOrderLink INVALID_VALUE': async () => ({
      input: { number: '2026-000123', email: `${'x'.repeat(300)}@shop.example` },
      viewer: null,
    }),
    'claimOrders EMAIL_NOT_VERIFIED': async () => ({
      viewer: { ...newViewer(), emailVerified: false },
    }),
    'shipOrder INVALID_VALUE': of('shipOrder', 'paid', { carrier: tooLong }),
    'shipOrder NOT_FOUND': ofUnknown('shipOrder'),
    'shipOrder ILLEGAL_TRANSITION': of('shipOrder', 'confirmed'),
    async 'shipOrder LIMIT_REACHED'() {
      const refused = await of('shipOrder', 'paid')();
      const parcel = {
        ...{ lines: [], carrier: null, trackingNumber: null, trackingUrl: null },
        ...{ shippedAt: new Date(), deliveredAt: null },
      };
      const fulfilments = Array.from({ length: maxFulfilments }, () => ({
        ...parcel,
        id: newId(),
      }));
      await shop.prisma.order.update({
        where: { id: String(refused.input['orderId']) },
        data: { fulfilments },
      });
      return refused;
    },
    'shipOrder VERSION_CONFLICT': of('shipOrder', 'paid', conflict),
    'shipOrder IDEMPOTENCY_CONFLICT': repeated(
      of('shipOrder', 'paid'),
      (orderId, input) => shop.fulfil(orderId, input),
      { carrier: 'DHL' },
    ),
    'markDelivered INVALID_VALUE': of('markDelivered', 'shipped', { idempotencyKey: 'short' }),
    'markDelivered NOT_FOUND': ofUnknown('markDelivered'),
    'markDelivered ILLEGAL_TRANSITION': of('markDelivered', 'paid'),
    'markDelivered VERSION_CONFLICT': of('markDelivered', 'shipped', conflict),
    'markDelivered IDEMPOTENCY_CONFLICT': repeated(
      of('markDelivered', 'shipped'),
      (_, input) => markDelivered(shop.orders, staff, input),
      conflict,
    ),
    'refundOrder INVALID_VALUE': of('refundOrder', 'paid', { reason: tooLong }),
    'refundOrder NOT_FOUND': ofUnknown('refundOrder'),
    'refundOrder NOTHING_TO_REFUND': of('refundOrder', 'confirmed'),
    'refundOrder REFUND_EXCEEDS_PAYMENT': of('refundOrder', 'paid', { amount: euros('20.01') }),
    'refundOrder VERSION_CONFLICT': of('refundOrder', 'paid', conflict),
    'refundOrder IDEMPOTENCY_CONFLICT': repeated(
      of('refundOrder', 'paid', { amount: euros('1') }),
      (orderId, input) => shop.refund(orderId, input),
      { amount: euros('2') },
    ),
    'addOrderNote INVALID_VALUE': of('addOrderNote', 'confirmed', { note: ' ' }),
    'addOrderNote NOT_FOUND': ofUnknown('addOrderNote'),
    async 'addOrderNote LIMIT_REACHED'() {
      const refused = await of('addOrderNote', 'confirmed')();
      const note = { orderId: String(refused.input['orderId']), authorId: staff.id, note: 'Full' };
      const data = Array.from({ length: maxNotes }, () => ({
        ...{ ...note, id: newId(), createdAt: new Date() },
      }));
      await shop.prisma.orderNote.createMany({ data });
      return refused;
    },
    'addOrderNote IDEMPOTENCY_CONFLICT': repeated(
      of('addOrderNote', 'confirmed'),
      (_, input) => addOrderNote(shop.notes, staff, input),
      { note: 'Rang once' },
    ),
  });
}

import {
  constraint,
  idempotencyKeyField,
  newId,
  type RefusalReason,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { amountDueOf } from './account.ts';
import { canBePaid } from './amount-due.ts';
import { assertNoPendingEdit } from './edits/edit.ts';
import { failureMessage } from './failure-messages.ts';
import type { FindGiftCard } from './gift-cards/check-gift-card.ts';
import { byGiftCard, byProvider, type DecideTender } from './gift-cards/pay-by-gift-card.ts';
import { isOwnedBy, type Requester } from './guest.ts';
import { inWords, type Order, orderNotFound, orderTokenField } from './order.ts';
import { changeOf, type OrderChange } from './order-change.ts';
import { newOrderKey } from './order-key.ts';
import { isDecided, type StartWait, waitForMsField, withoutWait } from './order-wait.ts';
import { hasNoAttemptsLeft, isOpen, maxPaymentAttempts, type Payment } from './payment.ts';
import {
  assertCanPayWith,
  choosePaymentSource,
  concernsSavedMethods,
  type PaymentSource,
  paymentSourceFields,
} from './payment-source.ts';
import {
  type ChargeResult,
  type PaymentPorts,
  ProviderUnavailable,
  providerOf,
  type SavingPaymentProvider,
} from './ports.ts';
import { assertMayReturnTo, type MayReturnTo, returnUrlField, returnUrlOf } from './return-url.ts';
import { sendCaptures } from './send-captures.ts';
import { sendRefunds } from './send-refunds.ts';
import { decideCharge } from './settle-charge.ts';

const payOrderInput = z.object({
  orderId: z.string(),
  orderToken: orderTokenField,
  ...paymentSourceFields,
  returnUrl: returnUrlField,
  waitForMs: waitForMsField,
  idempotencyKey: idempotencyKeyField,
});
export type PayOrderInput = z.input<typeof payOrderInput>;
type ChargeRequest = Pick<z.output<typeof payOrderInput>, 'returnUrl'> & {
  readonly source: PaymentSource;
};

type PayOrderPorts = PaymentPorts & {
  readonly payments: SavingPaymentProvider;
  /** Without them, no gift card is known. */
  readonly giftCards?: FindGiftCard['giftCards'];
  readonly startWait?: StartWait;
  /** Whether payments are authorised, and captured with the parcels. */
  readonly isCapturedLater?: boolean;
  /** Without it, no page may be returned to. */
  readonly mayReturnTo?: MayReturnTo;
};

/** An order after a payment, with the reason when the payment was declined. */
export type PaymentOutcome = { readonly order: Order; readonly reasons: readonly RefusalReason[] };

/**
 * Pays what is due of an order, for its customer or a guest with its token: saves the payment, charges the
 * provider, saves the result. When the provider does not answer, the payment stays PENDING: the same key
 * charges again, and the sweep polls for the result. The money is taken once per payment. A declined payment
 * is PAYMENT_DECLINED beside the order, which can be paid again with another key until no attempts are left.
 * It is paid with a token, which a signed-in customer may save, with a saved payment method, or with a gift card, which
 * pays as far as its balance goes; what is left is paid by another payment.
 * `waitForMs` waits for stock, when it is still being reserved, and then for the result.
 * Refuses INVALID_VALUE, NOT_FOUND, LIMIT_REACHED, ILLEGAL_TRANSITION, PAYMENT_IN_PROGRESS, GIFT_CARD_INVALID,
 * MIXED_CURRENCIES.
 */
export async function payOrder(
  ports: PayOrderPorts,
  viewer: Viewer | undefined,
  input: PayOrderInput,
  now = new Date(),
): Promise<PaymentOutcome> {
  const { orders, startWait = withoutWait, mayReturnTo = () => false } = ports;
  const { waitForMs, ...request } = validate(payOrderInput, input);
  const source = choosePaymentSource(viewer, request);
  assertMayReturnTo(request.returnUrl, mayReturnTo);
  const requester = { viewer, orderToken: request.orderToken };
  const awaitOrder = startWait(waitForMs);
  if (waitForMs > 0) {
    const [order] = await orders.byIds([request.orderId]);
    if (order && isOwnedBy(order, requester)) await awaitOrder(order, isDecided);
  }
  const key = newOrderKey('payOrder', requester, request, isOwnedBy);
  // A replay does not depend on the methods that are saved now.
  if (concernsSavedMethods(source) && !(await orders.byKey(key))) {
    await assertCanPayWith(ports.payments.methods, source);
  }
  const tender = 'token' in source ? byProvider : await byGiftCard(ports, source.giftCardCode, now);
  const start = startPayment(requester, key.key, tender, now);
  const started = await orders.update(request.orderId, start, key);
  const payment = started.payments.find((one) => one.idempotencyKey === key.key);
  if (!payment) throw new Error(`order ${started.id} does not have the payment of its key`);
  // An order that was cancelled since the first call is not charged.
  if (isOpen(payment)) assertCanBePaid(started);
  const { returnUrl } = request;
  const charged = isOpen(payment)
    ? await charge(ports, started, payment, { source, returnUrl }, now)
    : started;
  const outcomeIn = ({ payments }: Order) => payments.find(({ id }) => id === payment.id);
  const order = await awaitOrder(charged, (one) => outcomeIn(one)?.status !== 'PENDING');
  const outcome = outcomeIn(order);
  return { order, reasons: outcome?.status === 'FAILED' ? [decline(order, outcome)] : [] };
}

function decline(order: Order, { failureCode }: Payment): RefusalReason {
  const consequence = order.status === 'CANCELLED' ? ' The order is cancelled.' : '';
  const message =
    failureMessage(failureCode) + (canBePaid(order) ? ' You can pay again.' : consequence);
  return { code: 'PAYMENT_DECLINED', message };
}

async function charge(
  ports: PayOrderPorts,
  order: Order,
  payment: Payment,
  { source, returnUrl }: ChargeRequest,
  now: Date,
): Promise<Order> {
  const { id, amount, giftCardId } = payment;
  let result: ChargeResult;
  try {
    // Providers refuse to charge nothing.
    result =
      amount.minor === 0n
        ? { status: 'CAPTURED' }
        : await providerOf(ports, payment).charge({
            ...{ key: id, amount, ...('token' in source ? source : { token: giftCardId ?? '' }) },
            returnUrl: returnUrlOf(returnUrl, order),
            isCapturedLater: ports.isCapturedLater ?? false,
          });
  } catch (error) {
    if (error instanceof ProviderUnavailable) return order;
    throw error;
  }
  const settled = await ports.orders.update(order.id, decideCharge(id, result, now));
  // Refunds the money when the order was cancelled during the call.
  return sendRefunds(ports, await sendCaptures(ports, settled));
}

function assertCanBePaid(order: Order): void {
  if (!canBePaid(order)) {
    refuse('ILLEGAL_TRANSITION', `An order that is ${inWords(order.status)} cannot be paid.`);
  }
}

/** An order that was not paid is cancelled then; one that waits for an additional payment stays. */
function assertHasAttemptsLeft({ payments }: Order): void {
  if (!hasNoAttemptsLeft(payments)) return;
  const message = `Payments of this order have failed ${maxPaymentAttempts} times. Contact the shop.`;
  refuse('ILLEGAL_TRANSITION', message, undefined, constraint('TOO_MANY', maxPaymentAttempts));
}

const startPayment =
  (requester: Requester, idempotencyKey: string, tender: DecideTender, now: Date) =>
  (order: Order): OrderChange => {
    if (!isOwnedBy(order, requester)) orderNotFound();
    assertNoPendingEdit(order);
    assertCanBePaid(order);
    assertHasAttemptsLeft(order);
    if (order.payments.some(isOpen)) {
      refuse('PAYMENT_IN_PROGRESS', 'Another payment of this order is in progress.');
    }
    const payment: Payment = {
      id: newId(),
      idempotencyKey,
      status: 'PENDING',
      ...tender(amountDueOf(order)),
      failureCode: null,
      actionUrl: null,
      authorisation: null,
      captures: [],
      createdAt: now,
    };
    return changeOf(order, { ...order, payments: [...order.payments, payment] });
  };

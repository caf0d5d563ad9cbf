import { withPayment } from './account.ts';
import { decideLostAuthorisation } from './lost-authorisation.ts';
import type { Order } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import type { Capture, Payment } from './payment.ts';
import { moneyEvent } from './payment-events.ts';
import { type CaptureResult, type PaymentPorts, ProviderUnavailable, providerOf } from './ports.ts';

/**
 * Sends every pending capture of the order to the provider and saves the results. A capture that the provider does not answer
 * stays pending; sent again later, it is made once.
 */
export async function sendCaptures(ports: PaymentPorts, order: Order): Promise<Order> {
  let latest = order;
  for (const payment of order.payments) {
    for (const capture of payment.captures) {
      if (capture.status !== 'PENDING') continue;
      try {
        const result = await sendCapture(ports, payment, capture);
        latest = await ports.orders.update(order.id, decideCapture(payment.id, capture.id, result));
      } catch (error) {
        if (!(error instanceof ProviderUnavailable)) throw error;
        // Captures of a charge are made in sequence: the last one releases the rest.
        break;
      }
    }
  }
  return latest;
}

/** Sends a capture. After one that fails there are no others, so what the bank still holds is released. */
async function sendCapture(
  ports: PaymentPorts,
  payment: Payment,
  { id: key, minor, isFinal }: Capture,
): Promise<CaptureResult> {
  const provider = providerOf(ports, payment);
  const amount = { ...payment.amount, minor };
  const result = await provider.capture({ key, chargeKey: payment.id, amount, isFinal });
  if (result.status === 'FAILED') await provider.release(payment.id);
  return result;
}

/** Decides what the result of a capture does to its order. A capture that is final stays as it is. */
const decideCapture =
  (paymentId: string, captureId: string, result: CaptureResult) =>
  (order: Order): OrderChange => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    const capture = payment?.captures.find(({ id }) => id === captureId);
    if (!payment || capture?.status !== 'PENDING') return unchanged(order);
    if (result.status === 'FAILED') return decideLostAuthorisation(order, payment, result.code);
    const next = withPayment(order, payment, withCaptured(payment, capture));
    const amount = { ...payment.amount, minor: capture.minor };
    const event = moneyEvent(next, { id: paymentId, status: 'CAPTURED' }, amount);
    return changeOf(order, next, [event]);
  };

const withCaptured = (payment: Payment, capture: Capture): Payment => ({
  ...payment,
  status: capture.isFinal ? 'CAPTURED' : payment.status,
  captures: payment.captures.map((one) =>
    one === capture ? { ...one, status: 'SUCCEEDED' } : one,
  ),
});

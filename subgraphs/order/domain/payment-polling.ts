import { changedItems } from './changed-items.ts';
import { hasPendingCapture, isOpen, type Payment } from './payment.ts';

/** The first poll, by when the call that charges the provider is over. */
const firstPollMs = 10_000;
/** A charge that the provider does not know after this time was lost. */
const lostAfterMs = 5 * 60_000;
/** The longest pause between two polls. */
const longestPauseMs = 60 * 60_000;
/** A lost charge is not polled any more after this time. */
const abandonedAfterMs = 24 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

const lostCode = 'not_received';
/** The outcome of a charge that the provider does not know. */
export const lostCharge = { status: 'FAILED', code: lostCode } as const;

/** When the provider is polled about a payment; `null`: not any more. */
export type PaymentPoll = { readonly paymentId: string; readonly at: Date | null };

const ageOf = ({ createdAt }: Payment, now: Date): number => now.getTime() - createdAt.getTime();

/** Whether the outcome can still change: the payment is open, or was given up without an answer. */
const awaitsOutcome = (payment: Payment): boolean =>
  isOpen(payment) || payment.failureCode === lostCode;

export const isLost = (payment: Payment, now: Date): boolean => ageOf(payment, now) > lostAfterMs;

/** Returns the polls that a change of payments starts and ends. Other payments keep their times. */
export const pollsOf = (
  before: readonly Payment[] | undefined,
  next: readonly Payment[],
): PaymentPoll[] =>
  changedItems(before, next).flatMap(([earlier, payment]): PaymentPoll[] => {
    const { id: paymentId } = payment;
    const at = pollAt(payment);
    return earlier && at && awaitsOutcome(payment) ? [] : [{ paymentId, at }];
  });

/** Returns the first poll of a payment in its state; null when nothing is left to do. */
function pollAt(payment: Payment): Date | null {
  const after = ({ createdAt }: { readonly createdAt: Date }, ms: number) =>
    new Date(createdAt.getTime() + ms);
  const pending = payment.captures.find(({ status }) => status === 'PENDING');
  if (pending) return after(pending, firstPollMs);
  if (payment.status === 'AUTHORISED') return captureBy(payment);
  return awaitsOutcome(payment) ? after(payment, firstPollMs) : null;
}

/** Returns when an authorised payment is captured if it was not before: a day, or a quarter of its life, before its end. */
function captureBy({ authorisation, createdAt }: Payment): Date | null {
  if (!authorisation) return null;
  const end = authorisation.expiresAt.getTime();
  return new Date(end - Math.min(dayMs, (end - createdAt.getTime()) / 4));
}

/** Whether the authorisation of a payment is about to end. */
export function isExpiring(payment: Payment, now: Date): boolean {
  const end = payment.status === 'AUTHORISED' ? captureBy(payment) : null;
  return end !== null && end <= now;
}

/** Returns the time of the next poll: the older the payment, the longer the pause. */
export function nextPollAt(payment: Payment, now: Date): Date | null {
  const age = ageOf(payment, now);
  if (payment.status === 'AUTHORISED' && !hasPendingCapture(payment)) {
    const end = captureBy(payment);
    if (end && end > now) return end;
  } else if (!isOpen(payment) && age > abandonedAfterMs && !hasPendingCapture(payment)) return null;
  const pause = Math.min(Math.max(age / 4, firstPollMs), longestPauseMs);
  return new Date(now.getTime() + pause);
}

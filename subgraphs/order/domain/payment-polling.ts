import { changedItems } from './changed-items.ts';
import { isOpen, type Payment } from './payment.ts';

/** The first poll, by when the call that charges the provider is over. */
const firstPollMs = 10_000;
/** A charge that the provider does not know after this time was lost. */
const lostAfterMs = 5 * 60_000;
/** The longest pause between two polls. */
const longestPauseMs = 60 * 60_000;
/** A lost charge is not polled any more after this time. */
const abandonedAfterMs = 24 * 60 * 60_000;

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
    const { id: paymentId, createdAt } = payment;
    if (!awaitsOutcome(payment)) return [{ paymentId, at: null }];
    return earlier ? [] : [{ paymentId, at: new Date(createdAt.getTime() + firstPollMs) }];
  });

/** Returns the time of the next poll: the older the payment, the longer the pause. */
export function nextPollAt(payment: Payment, now: Date): Date | null {
  const age = ageOf(payment, now);
  if (!isOpen(payment) && age > abandonedAfterMs) return null;
  const pause = Math.min(Math.max(age / 4, firstPollMs), longestPauseMs);
  return new Date(now.getTime() + pause);
}

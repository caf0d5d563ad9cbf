import { isOpen, type Payment } from './payment.ts';

/** A call to the provider is over after this long; its outcome can be asked for. */
const answerMs = 10_000;
/** A charge that the provider has not heard of by then was lost on the way. */
const lostMs = 5 * 60_000;
/** No pause between two questions is longer. */
const longestPauseMs = 60 * 60_000;
/** A lost charge that has not turned up by then never will. */
const forgottenMs = 24 * 60 * 60_000;

const lostCode = 'not_received';
/** How a charge has ended that the provider has not heard of. */
export const lostCharge = { status: 'FAILED', code: lostCode } as const;

const ageOf = ({ createdAt }: Payment, now: Date): number => now.getTime() - createdAt.getTime();

/** Whether the provider may have news: the payment is open, or was given up without an answer. */
export const awaitsAnswer = (payment: Payment): boolean =>
  isOpen(payment) || payment.failureCode === lostCode;

export const isLost = (payment: Payment, now: Date): boolean => ageOf(payment, now) > lostMs;

/** When the provider is first asked about a payment. */
export const firstAsk = ({ createdAt }: Payment): Date => new Date(createdAt.getTime() + answerMs);

/** When it is asked again: the older the payment, the later. `null`: never; it was given up long ago. */
export function nextAsk(payment: Payment, now: Date): Date | null {
  const age = ageOf(payment, now);
  if (!isOpen(payment) && age > forgottenMs) return null;
  const pause = Math.min(Math.max(age / 4, answerMs), longestPauseMs);
  return new Date(now.getTime() + pause);
}

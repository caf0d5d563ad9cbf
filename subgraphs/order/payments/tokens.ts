import type { ChargeResult } from '../domain/ports.ts';

export type TokenOutcome = {
  readonly status: ChargeResult['status'];
  readonly code?: string;
  /** What the charge becomes by itself, after a while. */
  readonly later?: 'CAPTURED' | 'FAILED';
  readonly laterCode?: string;
};

/** How a charge ends, by its token alone; docs/payments.md has them for people. */
const outcomes = new Map<string, TokenOutcome>([
  ['tok_success', { status: 'CAPTURED' }],
  ['tok_decline', { status: 'FAILED', code: 'card_declined' }],
  ['tok_insufficient_funds', { status: 'FAILED', code: 'insufficient_funds' }],
  ['tok_needs_action', { status: 'REQUIRES_ACTION' }],
  ['tok_timeout', { status: 'CAPTURED' }],
  ['tok_late_success', { status: 'PENDING', later: 'CAPTURED' }],
  ['tok_late_decline', { status: 'PENDING', later: 'FAILED', laterCode: 'card_declined' }],
]);

/** The money is taken, but nobody hears of it. */
export const timesOut = 'tok_timeout';
/** The provider is never reached. */
export const unreachable = 'tok_unreachable';
/** What is kept of a token that means nothing: it is the caller's text, and might be a secret. */
const unknown = 'unknown';

export const outcomeOf = (token: string): TokenOutcome =>
  outcomes.get(token) ?? { status: 'FAILED', code: 'unknown_token' };

export const keptToken = (token: string): string => (outcomes.has(token) ? token : unknown);

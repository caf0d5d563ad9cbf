import type { ChargeResult } from '../../domain/ports.ts';

export type TokenOutcome = {
  readonly status: ChargeResult['status'];
  readonly code?: string;
  /** The status after the delay. */
  readonly later?: 'CAPTURED' | 'FAILED';
  readonly laterCode?: string;
};

/** The outcome of a charge by its token; docs/payments.md explains them. */
const outcomes = new Map<string, TokenOutcome>([
  ['tok_success', { status: 'CAPTURED' }],
  ['tok_other_card', { status: 'CAPTURED' }],
  ['tok_decline', { status: 'FAILED', code: 'card_declined' }],
  ['tok_insufficient_funds', { status: 'FAILED', code: 'insufficient_funds' }],
  ['tok_needs_action', { status: 'REQUIRES_ACTION' }],
  ['tok_timeout', { status: 'CAPTURED' }],
  ['tok_capture_once', { status: 'CAPTURED' }],
  ['tok_capture_declined', { status: 'CAPTURED' }],
  ['tok_late_success', { status: 'PENDING', later: 'CAPTURED' }],
  ['tok_late_decline', { status: 'PENDING', later: 'FAILED', laterCode: 'card_declined' }],
]);

/** The money is captured, but the response is lost. */
export const timesOut = 'tok_timeout';
/** The request never reaches the provider. */
export const unreachable = 'tok_unreachable';
/** Whether an authorised charge can be captured once only, as with most cards. */
export const isCapturedOnce = ({ token }: { readonly token: string }): boolean =>
  token === 'tok_capture_once';
/** Whether the bank declines the captures of an authorised charge. */
export const declinesCaptures = ({ token }: { readonly token: string }): boolean =>
  token === 'tok_capture_declined';
/** Stored in place of an unknown token, which is text of the client and may be a secret. */
const unknown = 'unknown';

export const outcomeOf = (token: string): TokenOutcome =>
  outcomes.get(token) ?? { status: 'FAILED', code: 'unknown_token' };

export const storedToken = (token: string): string => (outcomes.has(token) ? token : unknown);

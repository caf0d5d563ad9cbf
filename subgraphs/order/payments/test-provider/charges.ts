import type { Money } from '@shop/domain';
import type { ChargeResult } from '../../domain/ports.ts';
import type { DecideRefund, StoredRefund } from '../refund-rules.ts';
import type { MethodStore } from './methods.ts';

/** A charge at the test provider. */
export type TestCharge = {
  readonly key: string;
  /** A token of tokens.ts; other tokens are not stored. */
  readonly token: string;
  readonly amount: Money;
  readonly status: ChargeResult['status'];
  /** Why it failed. */
  readonly code: string | null;
  /** Until when it can be captured; null for a charge that is captured at once. */
  readonly authorisedUntil: Date | null;
  /** Whether it is authorised when it succeeds. */
  readonly isCapturedLater: boolean;
  /** What was captured of an authorised charge, in minor units. */
  readonly captures: readonly { readonly key: string; readonly minor: bigint }[];
  /** Where the customer returns to after a decision. */
  readonly returnUrl: string | null;
  /** The user who saves its method when it succeeds. */
  readonly saveFor: string | null;
  /** When it settles or its webhook is sent; `null` when neither is due. */
  readonly dueAt: Date | null;
  /** How often its webhook was sent. */
  readonly tries: number;
};

/**
 * The charges and refunds of the test provider. Every write decides under the lock of its charge; one that authorises or
 * captures it saves its method, if that was wanted.
 */
export type ChargeStore = {
  /** Saves a charge, or returns the existing charge with this key. */
  add(charge: TestCharge): Promise<TestCharge>;
  byKey(key: string): Promise<TestCharge | undefined>;
  /** Saves the decision; returns `undefined` when the charge does not exist. */
  update(key: string, decide: (charge: TestCharge) => TestCharge): Promise<TestCharge | undefined>;
  /** Saves the refund unless `decide` returns a failure code, and returns that code. */
  addRefund(refund: StoredRefund, decide: DecideRefund): Promise<string | undefined>;
  /** Returns the keys of charges that are due, the longest due first, at most `limit`. */
  due(now: Date, limit: number): Promise<string[]>;
  readonly methods: MethodStore;
};

/** Returns what was captured of a charge, in minor units; null before that, and when it has failed. */
export const capturedOf = ({
  status,
  amount,
  authorisedUntil,
  captures,
}: TestCharge): bigint | null => {
  if (authorisedUntil === null) return status === 'CAPTURED' ? amount.minor : null;
  return captures.length > 0 ? captures.reduce((sum, { minor }) => sum + minor, 0n) : null;
};

/** Whether its money is authorised or captured. */
const hasSucceeded = ({ status }: TestCharge): boolean =>
  status === 'AUTHORISED' || status === 'CAPTURED';

/** Returns the method that a new or changed charge saves: it succeeds, and a user wanted it. A capture saves nothing again. */
export const methodToSave = (
  charge: TestCharge,
  before?: TestCharge,
): { readonly userId: string; readonly token: string } | undefined =>
  charge.saveFor !== null && hasSucceeded(charge) && !(before && hasSucceeded(before))
    ? { userId: charge.saveFor, token: charge.token }
    : undefined;

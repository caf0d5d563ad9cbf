import type { Money } from '@shop/domain';
import type { ChargeResult } from '../domain/ports.ts';

/** What the test provider remembers of a charge. */
export type TestCharge = {
  readonly key: string;
  /** A token of tokens.ts; what is no such token is not kept. */
  readonly token: string;
  readonly amount: Money;
  readonly status: ChargeResult['status'];
  /** Why it failed. */
  readonly code: string | null;
  /** When it settles by itself or its webhook is sent; `null` when nothing is left to do. */
  readonly dueAt: Date | null;
  /** How often its webhook has been tried. */
  readonly tries: number;
};

/** A refund that succeeded; one that failed leaves no trace. */
export type TestRefund = {
  readonly key: string;
  readonly chargeKey: string;
  readonly amount: Money;
};

/** The books of the test provider. Every write judges under the lock of its charge. */
export type ChargeStore = {
  /** Saves a charge, or answers the one that has this key already. */
  add(charge: TestCharge): Promise<TestCharge>;
  byKey(key: string): Promise<TestCharge | undefined>;
  /** Saves what is decided; `undefined` when there is no such charge. */
  update(key: string, decide: (charge: TestCharge) => TestCharge): Promise<TestCharge | undefined>;
  /** Saves the refund when `decide` names no reason against it, which is answered. */
  addRefund(
    refund: TestRefund,
    decide: (
      charge: TestCharge | undefined,
      refunds: readonly TestRefund[],
      sameKey: TestRefund | undefined,
    ) => string | undefined,
  ): Promise<string | undefined>;
  /** Keys of charges that are due, the oldest first, at most `limit`. */
  due(now: Date, limit: number): Promise<string[]>;
};

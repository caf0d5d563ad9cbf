import type { IdempotencyKey, Page, PageRequest } from '@shop/domain';
import type { Voucher, VoucherChange } from './voucher.ts';

/** Conditions of a list of vouchers. */
export type VoucherFilter = {
  readonly promotionCode?: string | undefined;
  /** Beginning of the code. */
  readonly search?: string | undefined;
};

export type NewVoucher = Omit<Voucher, 'uses'>;

export type VoucherStore = {
  /** Returns the voucher with each of these codes, which are in their normal form. */
  byCodes(codes: readonly string[]): Promise<(Voucher | undefined)[]>;
  /**
   * Adds vouchers, each with its first change. With a key that was used before, returns the vouchers of that request.
   * Returns the codes that exist already, and then adds none. Refuses IDEMPOTENCY_CONFLICT.
   */
  add(
    vouchers: readonly NewVoucher[],
    actorId: string,
    key: IdempotencyKey,
  ): Promise<{ readonly added: readonly Voucher[] } | { readonly taken: readonly string[] }>;
  /** Decides under the row lock, and saves another voucher as a change. `undefined` when there is no such code. */
  update(
    code: string,
    actorId: string,
    decide: (voucher: NewVoucher) => NewVoucher,
  ): Promise<Voucher | undefined>;
  /** Returns a page, newest first. */
  page(filter: VoucherFilter, request: PageRequest): Promise<Page<Voucher>>;
  count(filter: VoucherFilter): Promise<number>;
  /** Returns the changes of each voucher, newest first. */
  changes(voucherIds: readonly string[]): Promise<readonly VoucherChange[][]>;
};

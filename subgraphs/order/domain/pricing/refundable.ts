/** Units of a line that are refunded, with what refunds before them have paid back for the line. */
export type RefundedUnits = {
  /** Units of the line. */
  readonly quantity: number;
  /** Units that were refunded before. */
  readonly unitsBefore: number;
  /** What was refunded for them, in minor units. */
  readonly refundedBefore: bigint;
  readonly units: number;
};

/**
 * Returns what is refunded for units of a line with this total, in minor units. Refunds of all units are the total
 * together, however the units are divided among them and whichever of them have failed.
 */
export function refundOfUnits(
  total: bigint,
  { quantity, unitsBefore, refundedBefore, units }: RefundedUnits,
): bigint {
  const upTo = (total * BigInt(unitsBefore + units)) / BigInt(quantity);
  return upTo > refundedBefore ? upTo - refundedBefore : 0n;
}

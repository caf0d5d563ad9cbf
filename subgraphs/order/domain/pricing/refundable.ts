/** Units of a line that are refunded: from the first that was not refunded before. */
export type RefundedUnits = {
  readonly quantity: number;
  readonly refundedBefore: number;
  readonly units: number;
};

/**
 * Returns what is refunded for units of a line with this total. However the units are divided among refunds, all of them
 * together are the total.
 */
export function refundOfUnits(
  total: bigint,
  { quantity, refundedBefore, units }: RefundedUnits,
): bigint {
  const upTo = (count: number) => (total * BigInt(count)) / BigInt(quantity);
  return upTo(refundedBefore + units) - upTo(refundedBefore);
}

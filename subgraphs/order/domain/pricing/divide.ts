/** Returns the quotient of two amounts, neither negative, rounded half up: 5 / 2 -> 3. */
export const divideHalfUp = (dividend: bigint, divisor: bigint): bigint =>
  (2n * dividend + divisor) / (2n * divisor);

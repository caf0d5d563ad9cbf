/** A share of an amount: its size in proportion to the others, and a key that is unique among them. */
export type Share = { readonly key: string; readonly weight: bigint };

/**
 * Splits an amount, which is not negative, in proportion to the weights, so that the parts sum to the amount: by largest
 * remainders (Hamilton's method). Equal remainders go by key, so that the sequence of the shares does not matter.
 */
export function allocate(amount: bigint, shares: readonly Share[]): bigint[] {
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0n);
  if (whole === 0n) {
    if (amount === 0n) return shares.map(() => 0n);
    throw new Error('an amount cannot be split among shares without weight');
  }
  const parts = shares.map(({ weight }) => (amount * weight) / whole);
  const left = amount - parts.reduce((sum, part) => sum + part, 0n);
  for (const index of byRemainder(amount, whole, shares).slice(0, Number(left))) {
    parts[index] = (parts[index] ?? 0n) + 1n;
  }
  return parts;
}

/** Returns the indexes of the shares, those with the largest remainder first. */
function byRemainder(amount: bigint, whole: bigint, shares: readonly Share[]): number[] {
  const ranked = shares.map(({ key, weight }, index) => ({
    ...{ index, key, remainder: (amount * weight) % whole },
  }));
  ranked.sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
    return a.key < b.key ? -1 : 1;
  });
  return ranked.map(({ index }) => index);
}

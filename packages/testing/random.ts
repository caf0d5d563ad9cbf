/** The seed of random tests: always the same, so that a run can be repeated, unless `TEST_SEED` names another. */
export const testSeed = seedOf(process.env['TEST_SEED'] ?? '20261128');

/** Returns the seed that a text names: a whole number, of which the lowest 31 bits count. */
export function seedOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`TEST_SEED is not a whole number: ${text}`);
  return Number(text) % 2 ** 31;
}

/** Returns random numbers in [0, 1) from a seed: mulberry32 by Tommy Ettinger (public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

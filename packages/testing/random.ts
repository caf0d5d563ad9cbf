/** The seed of random tests: always the same, so that a run can be repeated, unless `TEST_SEED` names another. */
export const testSeed = Number(process.env['TEST_SEED'] ?? 20_261_128) % 2 ** 31;

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

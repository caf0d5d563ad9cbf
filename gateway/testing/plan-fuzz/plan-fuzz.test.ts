import { testSeed as seed } from '@shop/testing/random';
import { expect, it } from 'vitest';
import { fuzzGraph, fuzzGraphs } from './fuzz.ts';

// A failure names the seed, and `npm run fuzz:plans -- 40 <seed> 2` repeats the run.
const operations = 40;

it.each([...fuzzGraphs(seed, 2)])(
  `random operations on random faults (seed ${seed}) return what Apollo Gateway and a single schema return: %s`,
  async (_, graph) => {
    const tally = await fuzzGraph(graph, seed, operations);
    expect(tally.operations).toBe(operations);
    // A run that covers too little proves nothing.
    expect(tally.right).toBeGreaterThan(operations / 5);
    // Some seeds repeat one fault of the planner in many operations.
    expect(tally.plannerFaults).toBeLessThan(tally.right);
  },
);

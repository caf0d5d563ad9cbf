import { randomFrom } from '@shop/testing/random';
import fc from 'fast-check';
import type { Operation } from '../serve-shielded.ts';
import { type Comparison, compare } from './compare.ts';
import { type Faults, noFaults } from './faults.ts';
import { graphs } from './graphs.ts';
import { randomGraph } from './random-graph.ts';
import { randomOperation } from './random-operation.ts';
import { type Graph, type Stage, startStage } from './stage.ts';

/** What a run has covered, so that a green run is known to have tested something. */
export type Tally = {
  operations: number;
  /** Whose data are those of the single schema. */
  right: number;
  withErrors: number;
  /** Both executors return the same wrong data: the plan is wrong. */
  plannerFaults: number;
  /** Apollo Gateway is wrong and we are right. */
  stockFaults: number;
};

/** For the operations on one graph, a search for a smaller one that fails included. */
const maxMs = 240_000;
const bits = 30;

/** Numbers in [0, 1) that fast-check chooses, so that it can look for a smaller operation that fails, too. */
export const randomOf = (gen: fc.GeneratorValue) => (): number =>
  1 - (gen(fc.nat, { max: 2 ** bits - 1 }) + 1) / 2 ** bits;

function randomFaults(random: () => number, subgraphs: readonly string[]): Faults {
  const kind = random();
  const one = [subgraphs[Math.floor(random() * subgraphs.length)] as string];
  const seed = `${random()}`;
  if (kind < 0.4) return noFaults;
  if (kind < 0.6) return { ...noFaults, seed, field: 0.1, entity: random() < 0.5 ? 0.2 : 0 };
  if (kind < 0.7) return { ...noFaults, seed, entity: 0.3 };
  if (kind < 0.8) return { ...noFaults, seed, down: one };
  if (kind < 0.9) return { ...noFaults, seed, short: one };
  return { ...noFaults, seed, value: 0.03 };
}

/** Returns what is wrong with our result; `undefined` when nothing is. */
function faultOf(
  { sameData, sameErrors, isRight, isAcceptable }: Comparison,
  faults: Faults,
): string | undefined {
  if (sameData && sameErrors) return undefined;
  // Where Apollo Gateway is wrong, the single schema decides.
  if (isRight && (sameErrors || faults === noFaults)) return undefined;
  if (isAcceptable && faults.value > 0) return undefined;
  return sameData ? 'errors differ' : 'data differ';
}

function count(
  tally: Tally,
  { ours, isRight, sameData, isStockRight }: Comparison,
  faults: Faults,
) {
  tally.operations++;
  tally.right += Number(isRight);
  tally.withErrors += Number(Boolean(ours.errors?.length));
  if (faults !== noFaults) return;
  tally.plannerFaults += Number(!isRight && sameData);
  tally.stockFaults += Number(isRight && !isStockRight);
}

/** Runs one operation on a graph. Throws with everything needed to repeat it when our result is wrong. */
async function check(stage: Stage, operation: Operation, faults: Faults, tally: Tally) {
  stage.setFaults(faults);
  const comparison = await compare(stage, operation);
  count(tally, comparison, faults);
  const fault = faultOf(comparison, faults);
  if (fault)
    throw new Error(JSON.stringify({ fault, faults, ...operation, ...comparison }, null, 2));
}

/**
 * Runs random operations on a graph, on subgraphs that fail in random ways, and compares our executor with Apollo
 * Gateway's and with graphql-js over one schema. Throws at the first difference.
 */
export async function fuzzGraph(graph: Graph, seed: number, operations: number): Promise<Tally> {
  const tally: Tally = { operations: 0, right: 0, withErrors: 0, plannerFaults: 0, stockFaults: 0 };
  const stage = await startStage(graph, `${seed}`);
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const random = randomOf(gen);
    const faults = randomFaults(random, Object.keys(graph));
    await check(stage, randomOperation(stage.schema, random), faults, tally);
  });
  try {
    await fc.assert(property, { seed, numRuns: operations, interruptAfterTimeLimit: maxMs });
  } finally {
    await stage.stop();
  }
  return tally;
}

/** Returns graphs written by hand, and as many random ones. */
export function* fuzzGraphs(seed: number, randomGraphs: number): Generator<[string, Graph]> {
  yield* Object.entries(graphs);
  const random = randomFrom(seed);
  for (let n = 0; n < randomGraphs; n++) yield [`random ${n}`, randomGraph(random)];
}

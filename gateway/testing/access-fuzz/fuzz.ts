import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '@shop/schema';
import { randomFrom } from '@shop/testing/random';
import type { ExecutionResult } from 'graphql';
import type { Answer, Federated, Operation } from './federated.ts';
import type { createMonolith } from './monolith.ts';
import { randomOperation } from './random-operation.ts';
import { mayHave, viewers } from './rules.ts';

type Monolith = ReturnType<typeof createMonolith>;

/** What a run has seen, so that a green one is known to have seen something. */
export type Tally = {
  operations: number;
  mutations: number;
  allowed: number;
  denied: number;
  resolvedFields: number;
  /** Operations that ApolloGateway itself answers wrongly. */
  plannerFaults: number;
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Where a refusal shows in the data: the longest part of its path that is there, and null. */
function nullAt(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  const seen: (string | number)[] = [];
  for (const key of path) {
    if (value == null) break;
    value = (value as Record<string | number, unknown>)[key];
    seen.push(key);
  }
  return seen.join('.');
}

/** Each null that a refusal has made, with its code; nulls within nulls count once. */
const refusals = ({ data, errors }: ExecutionResult): string[] =>
  [
    ...new Set(
      (errors ?? []).map(
        ({ path, extensions }) => `${extensions['code']} ${nullAt(data, path ?? [])}`,
      ),
    ),
  ].sort();

const differ = (answer: ExecutionResult, expected: ExecutionResult): string[] => [
  ...(isDeepStrictEqual(plain(answer.data), plain(expected.data)) ? [] : ['data differ']),
  ...(isDeepStrictEqual(refusals(answer), refusals(expected)) ? [] : ['refusals differ']),
];

/** A mutation that is refused: as a whole, before anything runs, with a status that says so. */
function wronglyRefused({ status }: Answer, resolved: readonly string[]): string[] {
  return [
    ...(resolved.length > 0 ? [`a refused mutation resolved ${resolved.join()}`] : []),
    ...(status === 401 || status === 403 ? [] : [`refused with status ${status}`]),
  ];
}

/** Everything that is wrong with how one operation ended. */
async function judge(
  federated: Federated,
  monolith: Monolith,
  operation: Operation,
  viewer: Viewer | undefined,
) {
  federated.resolved.length = 0;
  const answer = await federated.run(operation, viewer);
  const resolved = [...federated.resolved];
  const expected = await monolith(operation, viewer);
  const leaks = resolved.filter((coordinate) => !mayHave(viewer, coordinate));
  const isRefused = operation.query.startsWith('mutation') && answer.data == null;
  const faults = isRefused ? wronglyRefused(answer, resolved) : differ(answer, expected);
  return { answer, expected, resolved, leaks, faults };
}

/**
 * Runs random operations as random viewers on both systems and compares. Throws with the seed, the
 * operation and both answers at the first difference in data or refusals, and at any field that a
 * subgraph resolved for somebody who may not have it. An operation that ApolloGateway answers wrongly
 * even for somebody who may have everything is counted, not held against the access layer.
 */
export async function fuzz(
  federated: Federated,
  monolith: Monolith,
  { seed, operations }: { readonly seed: number; readonly operations: number },
): Promise<Tally> {
  const random = randomFrom(seed);
  const tally: Tally = {
    operations: 0,
    mutations: 0,
    allowed: 0,
    denied: 0,
    resolvedFields: 0,
    plannerFaults: 0,
  };
  for (let n = 0; n < operations; n++) {
    const operation = randomOperation(federated.schema, random);
    const viewer = viewers[Math.floor(random() * viewers.length)];
    const { answer, expected, resolved, leaks, faults } = await judge(
      federated,
      monolith,
      operation,
      viewer,
    );
    if (leaks.length > 0 || faults.length > 0) {
      const everything = await judge(federated, monolith, operation, viewers.at(-1));
      if (leaks.length > 0 || everything.faults.length === 0) {
        const report = {
          seed,
          n,
          viewer: viewer?.id,
          leaks,
          faults,
          ...operation,
          answer,
          expected,
        };
        throw new Error(JSON.stringify(report, null, 2));
      }
      tally.plannerFaults++;
    }
    tally.operations++;
    tally.mutations += Number(operation.query.startsWith('mutation'));
    tally[answer.errors ? 'denied' : 'allowed']++;
    tally.resolvedFields += resolved.length;
  }
  return tally;
}

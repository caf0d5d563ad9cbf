import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '@shop/schema';
import { randomFrom } from '@shop/testing/random';
import type { ExecutionResult } from 'graphql';
import type { Operation, Response } from '../serve-shielded.ts';
import { mayHave, viewers } from './expected-rules.ts';
import type { FederatedShop } from './federated-shop.ts';
import type { createMonolithicShop } from './monolithic-shop.ts';
import { randomOperation } from './random-operation.ts';

type MonolithicShop = ReturnType<typeof createMonolithicShop>;

/** What a run has covered, so that a green run is known to have tested something. */
export type Tally = {
  operations: number;
  mutations: number;
  allowed: number;
  denied: number;
  resolvedFields: number;
  /** Operations for which ApolloGateway itself returns a wrong result. */
  plannerFaults: number;
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Returns where a denial shows in the data: the longest part of its path that exists, and is null. */
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

/** Returns each null that a denial has caused, with its code; nulls within nulls count once. */
const denials = ({ data, errors }: ExecutionResult): string[] =>
  [
    ...new Set(
      (errors ?? []).map(
        ({ path, extensions }) => `${extensions['code']} ${nullAt(data, path ?? [])}`,
      ),
    ),
  ].sort();

/** Whether anything but type names is in the data of the root fields. */
const hasValue = ({ data }: ExecutionResult): boolean =>
  Object.values(data ?? {}).some((value) => value !== null && value !== 'Query');

const differ = (response: ExecutionResult, expected: ExecutionResult): string[] => [
  ...(isDeepStrictEqual(plain(response.data), plain(expected.data)) ? [] : ['data differ']),
  ...(isDeepStrictEqual(denials(response), denials(expected)) ? [] : ['denials differ']),
];

/**
 * A response without data has status 401 or 403. A mutation is refused whole, before anything runs; a query
 * only where nothing is left, which the monolith answers with nulls.
 */
function faultsOfRefusal({ status }: Response, ran: readonly string[], isLeft: boolean): string[] {
  return [
    ...(ran.length > 0 ? [`a refused mutation resolved ${ran.join()}`] : []),
    ...(isLeft ? ['data are missing'] : []),
    ...(status === 401 || status === 403 ? [] : [`refused with status ${status}`]),
  ];
}

/** Runs one operation on both systems and returns everything that differs from the expected result. */
async function compare(
  federated: FederatedShop,
  monolith: MonolithicShop,
  operation: Operation,
  viewer: Viewer | undefined,
) {
  federated.resolved.length = 0;
  const response = await federated.run(operation, viewer);
  const resolved = [...federated.resolved];
  const expected = await monolith(operation, viewer);
  const leaks = resolved.filter((coordinate) => !mayHave(viewer, coordinate));
  const isMutation = operation.query.startsWith('mutation');
  const isLeft = !isMutation && hasValue(expected);
  const faults =
    response.data === undefined
      ? faultsOfRefusal(response, isMutation ? resolved : [], isLeft)
      : differ(response, expected);
  return { response, expected, resolved, leaks, faults };
}

/**
 * Runs random operations as random viewers on both systems and compares. Throws with the seed, the
 * operation and both responses at the first difference in data or denials, and at any field that a
 * subgraph resolved for a viewer without access. An operation for which ApolloGateway returns a wrong
 * result even with full access is counted, and is not a fault of the access layer.
 */
export async function fuzz(
  federated: FederatedShop,
  monolith: MonolithicShop,
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
    const { response, expected, resolved, leaks, faults } = await compare(
      federated,
      monolith,
      operation,
      viewer,
    );
    if (leaks.length > 0 || faults.length > 0) {
      const withFullAccess = await compare(federated, monolith, operation, viewers.at(-1));
      if (leaks.length > 0 || withFullAccess.faults.length === 0) {
        const report = {
          seed,
          n,
          viewer: viewer?.id,
          leaks,
          faults,
          ...operation,
          response,
          expected,
        };
        throw new Error(JSON.stringify(report, null, 2));
      }
      tally.plannerFaults++;
    }
    tally.operations++;
    tally.mutations += Number(operation.query.startsWith('mutation'));
    tally[response.errors ? 'denied' : 'allowed']++;
    tally.resolvedFields += resolved.length;
  }
  return tally;
}

import type { Supergraph } from '@shop/schema/supergraph';
import type { AccessPolicy } from '../access/policy.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { type FieldSources, fieldSources } from './field-sources.ts';

/** The subgraphs that an operation reads from. */
export type OperationSources = {
  /** Every subgraph whose data the operation may show. */
  readonly subgraphs: readonly string[];
  /** Those that resolve its root fields. */
  readonly rootSubgraphs: readonly string[];
};

const sourcesOfFields = new WeakMap<Supergraph, FieldSources>();

function sourcesOf(supergraph: Supergraph): FieldSources {
  const sources = sourcesOfFields.get(supergraph) ?? fieldSources(supergraph);
  sourcesOfFields.set(supergraph, sources);
  return sources;
}

const known = new WeakMap<OperationRequest['operation'], [AccessPolicy, OperationSources]>();

/** Returns the subgraphs that an operation reads from. */
export function operationSources(
  policy: AccessPolicy,
  request: OperationRequest,
): OperationSources {
  const [of, found] = known.get(request.operation) ?? [];
  if (found && of === policy) return found;
  const fields = sourcesOf(policy.supergraph);
  const { coordinates } = policy.reach(request);
  const root = policy.schema.getRootType(request.operation.operation)?.name;
  const subgraphsOf = (some: readonly string[]) =>
    [...new Set(some.flatMap((coordinate) => fields.get(coordinate) ?? []))].sort();
  const sources = {
    subgraphs: subgraphsOf(coordinates),
    rootSubgraphs: subgraphsOf(coordinates.filter((one) => one.startsWith(`${root}.`))),
  };
  known.set(request.operation, [policy, sources]);
  return sources;
}

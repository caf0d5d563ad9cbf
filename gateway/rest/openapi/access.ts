import { isOpen, type Requirement, type Supergraph } from '@shop/schema/supergraph';
import type { RestOperation } from '../compile-operation.ts';
import type { CompiledRoute } from '../compile-routes.ts';
import type { Schema } from './components.ts';

function requirementOf(supergraph: Supergraph, { definition, field }: RestOperation) {
  const root = definition.operation === 'query' ? 'Query' : 'Mutation';
  return supergraph.get(root)?.fields.get(field.name)?.requirement;
}

const isGuarded = (requirement: Requirement | undefined): requirement is Requirement =>
  requirement !== undefined && !isOpen(requirement);

/**
 * Returns who may use a route, as the root fields of its documents declare it: alternatives, each with the scopes of the
 * access token (OpenAPI 3.1, Security Requirement Object); an empty one needs no token.
 */
export function securityOf(
  supergraph: Supergraph,
  { viewerOnly, operations }: CompiledRoute,
): Schema[] {
  const requirements = [...operations.values()].map((one) => requirementOf(supergraph, one));
  if (!viewerOnly && !requirements.every(isGuarded)) return [{}, { accessToken: [] }];
  const guarded = requirements.filter(isGuarded).flatMap(({ scopes }) => scopes);
  const alternatives = new Map(guarded.map((scopes) => [scopes.join(' '), scopes]));
  if (alternatives.size === 0) return [{ accessToken: [] }];
  return [...alternatives.values()].map((scopes) => ({ accessToken: scopes }));
}

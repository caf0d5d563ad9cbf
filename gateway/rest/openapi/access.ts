import { isOpen, type Requirement, type Supergraph } from '@shop/schema/supergraph';
import type { RestOperation } from '../compile-operation.ts';
import type { CompiledRoute } from '../compile-routes.ts';
import type { Schema } from './components.ts';

export type Access = { readonly security: readonly Schema[]; readonly text?: string };

function requirementOf(supergraph: Supergraph, { definition, field }: RestOperation) {
  const root = definition.operation === 'query' ? 'Query' : 'Mutation';
  return supergraph.get(root)?.fields.get(field.name)?.requirement;
}

const isGuarded = (requirement: Requirement | undefined): requirement is Requirement =>
  requirement !== undefined && !isOpen(requirement);

const wordsOf = ({ scopes }: Requirement): string =>
  scopes.map((all) => all.map((scope) => `\`${scope}\``).join(' and ')).join(', or ');

/** Returns who may use a route, as the root fields of its documents declare it. */
export function accessOf(
  supergraph: Supergraph,
  { viewerOnly, operations }: CompiledRoute,
): Access {
  const requirements = [...operations.values()].map((one) => requirementOf(supergraph, one));
  const needsViewer = viewerOnly || requirements.every(isGuarded);
  const words = [...new Set(requirements.filter(isGuarded).map(wordsOf))].filter(Boolean);
  if (!needsViewer) return { security: [{}, { accessToken: [] }] };
  return {
    security: [{ accessToken: [] }],
    ...(words.length > 0 && { text: `Needs the scope ${words.join(', or ')}.` }),
  };
}

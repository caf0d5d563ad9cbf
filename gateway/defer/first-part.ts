import {
  type DocumentNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  getDirectiveValues,
  getVariableValues,
  type InlineFragmentNode,
  visit,
} from 'graphql';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { deferDirective } from './defer-directive.ts';

/** Returns the document of an operation without the fragments that `@defer` puts off for these variables. */
export function firstPartOf(
  schema: GraphQLSchema,
  { document, operation }: ParsedOperation,
  variables: Readonly<Record<string, unknown>>,
): DocumentNode {
  const definitions = operation.variableDefinitions ?? [];
  const { coerced = {} } = getVariableValues(schema, definitions, variables);
  const drop = (node: FragmentSpreadNode | InlineFragmentNode) =>
    getDirectiveValues(deferDirective, node, coerced)?.['if'] === true ? null : undefined;
  return visit(document, { FragmentSpread: drop, InlineFragment: drop });
}

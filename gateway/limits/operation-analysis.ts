import type { Supergraph } from '@shop/schema/supergraph';
import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { countRootFields } from '../operation/root-fields.ts';
import { costOf, listSizesOf } from './cost.ts';
import { pageVariables } from './page-size.ts';
import { type Shape, shapeOf } from './shape.ts';

export type OperationAnalysis = Shape & {
  readonly rootFields: number;
  /** Depends on the raw variables. Invalid ones, which operation/check-variables.ts refuses, count as absent. */
  cost(variables: Readonly<Record<string, unknown>>): number;
};

export type Analyses = (schema: GraphQLSchema, request: ParsedOperation) => OperationAnalysis;

/** Maximum costs per operation, one for each combination of page sizes; clients use a handful. */
const maxCosts = 100;

/**
 * Analyses each operation once per schema, with the bounds of lists that the supergraph declares. Results live as
 * long as the operation's document, which Apollo Server holds in a bounded cache.
 */
export function createAnalyses(supergraph: () => Supergraph | undefined): Analyses {
  const bySchema = new WeakMap<
    GraphQLSchema,
    WeakMap<OperationDefinitionNode, OperationAnalysis>
  >();
  return (schema, request) => {
    const analyses = bySchema.get(schema) ?? new WeakMap();
    bySchema.set(schema, analyses);
    const known = analyses.get(request.operation);
    if (known) return known;
    const analysis = analyse(schema, supergraph() ?? new Map(), request);
    analyses.set(request.operation, analysis);
    return analysis;
  };
}

function analyse(
  schema: GraphQLSchema,
  supergraph: Supergraph,
  request: ParsedOperation,
): OperationAnalysis {
  const listSizes = listSizesOf(schema, supergraph);
  const sizes = pageVariables(request.document);
  const definitions = (request.operation.variableDefinitions ?? []).filter(({ variable }) =>
    sizes.has(variable.name.value),
  );
  const costs = new Map<string, number>();
  return {
    ...shapeOf(schema, request),
    rootFields: countRootFields(schema, request),
    cost(variables) {
      const { coerced = {} } = getVariableValues(schema, definitions, variables);
      const key = JSON.stringify(definitions.map(({ variable }) => coerced[variable.name.value]));
      const known = costs.get(key);
      if (known !== undefined) return known;
      const cost = costOf(schema, listSizes, request, coerced);
      if (costs.size >= maxCosts) costs.clear();
      costs.set(key, cost);
      return cost;
    },
  };
}

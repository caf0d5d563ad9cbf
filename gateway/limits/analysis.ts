import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { GraphQLError, getVariableValues } from 'graphql';
import { costOf } from './cost.ts';
import { pageVariables } from './page-size.ts';
import { countRootFields } from './root-fields.ts';
import { type Shape, shapeOf } from './shape.ts';

export type Analysis = Shape & {
  readonly rootFields: number;
  /** Depends on the raw variables. Throws BAD_USER_INPUT when a size of a page is no such thing. */
  cost(variables: Readonly<Record<string, unknown>>): number;
};

/** Costs kept per operation, one for each combination of page sizes; clients use a handful. */
const maxCosts = 100;

/**
 * Remembers what was found out about an operation for as long as somebody holds it. Apollo Server
 * holds validated documents in an LRU cache of bounded size, so this is bounded too.
 */
export function createAnalyses() {
  const bySchema = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, Analysis>>();
  return (
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): Analysis => {
    const analyses = bySchema.get(schema) ?? new WeakMap<OperationDefinitionNode, Analysis>();
    bySchema.set(schema, analyses);
    const known = analyses.get(operation);
    if (known) return known;
    const analysis = analyse(schema, document, operation);
    analyses.set(operation, analysis);
    return analysis;
  };
}

function analyse(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Analysis {
  const sizes = pageVariables(document);
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    sizes.has(variable.name.value),
  );
  const costs = new Map<string, number>();
  return {
    ...shapeOf(document, operation),
    rootFields: countRootFields(document, operation),
    cost(variables) {
      const { coerced, errors } = getVariableValues(schema, definitions, variables);
      if (errors) throw badVariable(errors[0]);
      const key = JSON.stringify(definitions.map(({ variable }) => coerced[variable.name.value]));
      const known = costs.get(key);
      if (known !== undefined) return known;
      const cost = costOf(schema, document, operation, coerced);
      if (costs.size >= maxCosts) costs.clear();
      costs.set(key, cost);
      return cost;
    },
  };
}

const badVariable = (error: GraphQLError | undefined) =>
  new GraphQLError(error?.message ?? 'A variable is wrong.', {
    ...(error?.nodes && { nodes: error.nodes }),
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });

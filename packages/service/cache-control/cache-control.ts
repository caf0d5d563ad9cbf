import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { fragmentsOf } from '../fragments.ts';
import { type CachePolicy, restricted } from './hints.ts';
import { maxAgeOf } from './limit-max-age.ts';
import { operationPolicies } from './operation-policy.ts';

type Variables = Readonly<Record<string, unknown>>;
type PolicyOf = (variables: Variables) => CachePolicy;

/** Policies of one operation at most: one for each combination of conditions and types of entities. */
const maxPolicies = 100;

/** Returns the names of the types of the entities that an operation asks for. */
function entityTypesOf(representations: unknown): string[] {
  if (!Array.isArray(representations)) return [];
  const names = new Set<string>();
  for (const one of representations) names.add(String(one?.__typename));
  return [...names].sort();
}

/** Returns the names of the variables in the directives of an operation, and of the variable with the entities. */
function readVariables(document: DocumentNode) {
  const conditions = new Set<string>();
  let representations: string | undefined;
  visit(document, {
    Directive: ({ arguments: all = [] }) => {
      for (const { value } of all)
        if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
    Field: ({ name, arguments: [first] = [] }) => {
      if (name.value === '_entities' && first?.value.kind === Kind.VARIABLE)
        representations = first.value.name.value;
    },
  });
  return { conditions, representations };
}

function policiesOf(
  schema: GraphQLSchema,
  policyOf: ReturnType<typeof operationPolicies>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): PolicyOf {
  const { conditions: names, representations } = readVariables(document);
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    names.has(variable.name.value),
  );
  const fragments = fragmentsOf(document);
  const known = new Map<string, CachePolicy>();
  return (variables) => {
    const entityTypes = representations ? entityTypesOf(variables[representations]) : [];
    const conditions =
      definitions.length > 0
        ? (getVariableValues(schema, definitions, variables).coerced ?? {})
        : {};
    const key = JSON.stringify([entityTypes, conditions]);
    const found = known.get(key);
    if (found) return found;
    const policy = policyOf({ operation, fragments, conditions, entityTypes });
    if (known.size >= maxPolicies) known.clear();
    known.set(key, policy);
    return policy;
  };
}

const headerOf = ({ maxAge, scope = 'PUBLIC' }: CachePolicy): string =>
  maxAge ? `max-age=${maxAge}, ${scope.toLowerCase()}` : 'no-store';

/** An operation and what its `Cache-Control` depends on. */
export type CacheableOperation = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  /** Context of its resolvers, some of which limit the age (limit-max-age.ts). */
  readonly context: object;
};

/**
 * Returns the function that finds the `Cache-Control` of a complete response from the `@cacheControl` of the selected
 * fields, which it reads once per operation.
 */
export function cacheControlHeaders(schema: GraphQLSchema) {
  const policyOf = operationPolicies(schema);
  const known = new WeakMap<OperationDefinitionNode, PolicyOf>();
  return ({ document, operation, variables, context }: CacheableOperation): string => {
    const policies = known.get(operation) ?? policiesOf(schema, policyOf, document, operation);
    known.set(operation, policies);
    return headerOf(restricted(policies(variables), maxAgeOf(context)));
  };
}

/** `Cache-Control` of what is not a complete response. */
export const notCached = 'no-store';

/**
 * Sets `Cache-Control`. The plugin of Apollo Server reads `@cacheControl` for each field of each response, which makes
 * every field asynchronous as well.
 */
export function cacheControl(): ApolloServerPlugin<BaseContext> {
  let headerFor: ReturnType<typeof cacheControlHeaders>;
  return {
    async serverWillStart({ schema }) {
      headerFor = cacheControlHeaders(schema);
    },
    requestDidStart: async () => ({
      async willSendResponse({ document, operation, request, response, contextValue: context }) {
        const { body, http } = response;
        const isComplete = body.kind === 'single' && !body.singleResult.errors;
        const { variables = {} } = request;
        const header =
          isComplete && document && operation
            ? headerFor({ document, operation, variables, context })
            : notCached;
        http.headers.set('cache-control', header);
      },
    }),
  };
}

import type { Viewer } from '@shop/schema';
import {
  allow,
  and,
  applyMiddleware,
  deny,
  forbidden,
  hasScopes,
  isAuthenticated,
  shield,
} from '@shop/service';
import {
  buildSchema,
  type ExecutionResult,
  type GraphQLSchema,
  graphql,
  isIntrospectionType,
  isObjectType,
  printSchema,
} from 'graphql';
import { createWorld } from './data.ts';
import type { Operation } from './federated.ts';
import { expectedRules } from './rules.ts';

/** The same world in one process, with graphql-shield as everybody uses it: around the resolvers. */
export function createMonolith(apiSchema: GraphQLSchema) {
  const schema = buildSchema(printSchema(apiSchema));
  const objects = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !isIntrospectionType(type),
  );
  const rule = (coordinate: string) => {
    const expected = expectedRules[coordinate];
    return expected ? and(isAuthenticated, hasScopes(expected.scopes)) : allow;
  };
  const tree = Object.fromEntries(
    objects.map((type) => [
      type.name,
      Object.fromEntries(
        Object.keys(isObjectType(type) ? type.getFields() : {}).map((field) => [
          field,
          rule(`${type.name}.${field}`),
        ]),
      ),
    ]),
  );
  const options = { fallbackRule: deny, fallbackError: forbidden(), allowExternalErrors: true };
  const guarded = applyMiddleware(schema, shield(tree, options));
  const { root } = createWorld();

  return ({ query, variables, operationName }: Operation, viewer: Viewer | undefined) =>
    graphql({
      schema: guarded,
      source: query,
      rootValue: root,
      contextValue: { viewer },
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    }) as Promise<ExecutionResult>;
}

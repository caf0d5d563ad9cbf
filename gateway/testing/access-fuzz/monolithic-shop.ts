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
import type { Operation } from '../serve-shielded.ts';
import { expectedRules } from './expected-rules.ts';
import { createWorld } from './world.ts';

/** Creates the same shop in one process, with graphql-shield in its usual place: around the resolvers. */
export function createMonolithicShop(apiSchema: GraphQLSchema) {
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

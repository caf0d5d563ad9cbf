import type { GraphQLSchema } from 'graphql';
import { compileOperation, type RestOperation } from './compile-operation.ts';
import { isChoice, type RestRoute } from './route.ts';

/** A route whose documents are valid. */
export type CompiledRoute = RestRoute & {
  /** By the value of the field that chooses; a route without a choice has one operation, whose key is empty. */
  readonly operations: ReadonlyMap<string, RestOperation>;
};

/** Compiles one row. Throws when a document does not fit the schema. */
export function compileRoute(schema: GraphQLSchema, route: RestRoute): CompiledRoute {
  const documents = isChoice(route.document)
    ? Object.entries(route.document.documents)
    : [['', route.document] as const];
  const operations = new Map(
    documents.map(([value, document]) => [value, compileOperation(schema, route, document)]),
  );
  return { ...route, operations };
}

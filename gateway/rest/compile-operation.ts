import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { type Inputs, inputsOf } from './operation-parameters.ts';
import type { Document, RestRoute } from './route.ts';

/** A document that is valid against the schema, with the parts of a request that become its variables. */
export type RestOperation = Inputs & {
  readonly text: string;
  readonly name: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** The only root field: its node and its definition. */
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
};

/** Throws when the document is not one operation with one root field, or is invalid. */
export function compileOperation(
  schema: GraphQLSchema,
  { path }: RestRoute,
  source: Document,
): RestOperation {
  const text = source.toString();
  const document = parse(text);
  const [fault] = validate(schema, document);
  if (fault) throw fault;
  const definition = getOperationAST(document);
  const [node, ...others] = definition?.selectionSet.selections ?? [];
  if (!definition?.name || node?.kind !== Kind.FIELD || others.length > 0) {
    throw new GraphQLError('A document of REST is one named operation with one root field.');
  }
  const field = schema.getRootType(definition.operation)?.getFields()[node.name.value];
  if (!field) throw new GraphQLError(`There is no root field ${node.name.value}.`);
  const inputs = inputsOf(schema, definition, path);
  return { text, name: definition.name.value, document, definition, node, field, ...inputs };
}

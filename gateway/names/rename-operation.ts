import { createHash } from 'node:crypto';
import { fieldSetNames } from '@shop/schema/supergraph';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';
import type { OperationRequest } from '../operation/operation-request.ts';
import { createRestore, type Restore } from './restore-names.ts';

/** Variables that ApolloGateway adds to its own fetches. */
const reservedVariables = ['representations'];

/** An operation in which no name of the client meets a name that query plans use. */
export type RenamedOperation = {
  readonly request: OperationRequest;
  renameVariables(variables: Readonly<Record<string, unknown>>): Record<string, unknown>;
  readonly restore: Restore;
};

/** Returns the operation with other names; `undefined` when its names meet none of the planner's. */
export type RenameOperation = (request: OperationRequest) => RenamedOperation | undefined;

/**
 * Renames what a client may name as it likes: aliases and variables. A query planner selects key fields
 * beside the fields of the client and merges both by response key, so that an alias `id` on another field
 * would receive the key, and `__typename: name` would let data choose the type of an object. Remembers the
 * result for each operation.
 */
export function createRenameOperation(
  supergraphSdl: string,
  schema: GraphQLSchema,
): RenameOperation {
  const reserved = fieldSetNames(parse(supergraphSdl));
  const known = new WeakMap<OperationDefinitionNode, RenamedOperation | 'unchanged'>();
  return (request) => {
    const found = known.get(request.operation) ?? rename(request, reserved, schema) ?? 'unchanged';
    known.set(request.operation, found);
    return found === 'unchanged' ? undefined : found;
  };
}

/** A field without alias and arguments is the field that the planner means. */
function isReserved({ name, alias = name, arguments: args }: FieldNode, reserved: Names): boolean {
  if (alias.value === name.value && !args?.length) return false;
  return reserved.has(alias.value) || (alias.value !== name.value && alias.value.startsWith('__'));
}
type Names = ReadonlySet<string>;

/** Returns a prefix that no name of the document has, so that it can be removed again. */
function unusedPrefix(document: DocumentNode): string {
  const names: string[] = [];
  visit(document, { Name: ({ value }) => void names.push(value) });
  let prefix = 'clientName_';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

function rename(
  { document, operation, queryHash }: OperationRequest,
  reserved: Names,
  schema: GraphQLSchema,
): RenamedOperation | undefined {
  const prefix = unusedPrefix(document);
  const prefixed = ({ value }: NameNode): NameNode => ({
    kind: Kind.NAME,
    value: prefix + value,
  });
  const renamed = visit(document, {
    Field: (node) =>
      isReserved(node, reserved)
        ? { ...node, alias: prefixed(node.alias ?? node.name) }
        : undefined,
    Variable: (node) =>
      reservedVariables.includes(node.name.value)
        ? { ...node, name: prefixed(node.name) }
        : undefined,
  });
  if (renamed === document) return undefined;
  const index = document.definitions.indexOf(operation);
  // A copy, also when only a fragment has changed: results are remembered by operation.
  const copy = { ...(renamed.definitions[index] as OperationDefinitionNode) };
  const request = {
    document: { ...renamed, definitions: renamed.definitions.with(index, copy) },
    operation: copy,
    queryHash: createHash('sha256').update(`renamed ${queryHash}`).digest('hex'),
  };
  return {
    request,
    renameVariables: (variables) =>
      Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          reservedVariables.includes(name) ? prefix + name : name,
          value,
        ]),
      ),
    restore: createRestore(prefix, schema, request, operation),
  };
}

import {
  type ASTNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { foldOperation } from '../operation/fold.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';

type Data = Record<string, unknown>;
type Result = ExecutionResult<Data, Data>;
export type Restore = (result: Result) => Result;

/** The response keys of an object, each with those below it; a leaf has none. */
interface Keys extends ReadonlyMap<string, Keys> {}
const none: Keys = new Map();

function merge(a: Keys, b: Keys): Keys {
  if (a === b || b.size === 0) return a;
  const merged = new Map(a);
  for (const [key, inner] of b) merged.set(key, merge(a.get(key) ?? none, inner));
  return merged;
}

const keysOf = (schema: GraphQLSchema, operation: ParsedOperation): Keys =>
  foldOperation<Keys>(schema, operation, {
    field: ({ alias, name }, inner) => new Map([[(alias ?? name).value, inner]]),
    join: (parts) => parts.reduce(merge, none),
  });

/**
 * Returns how to remove the prefix of renamed names from a response of the operation: from response keys,
 * from paths, and from messages, which may quote them. Values of scalars stay as they are, also objects.
 * Errors of variables point to the definitions in `original`: Apollo Server compares them with the message.
 */
export function createRestore(
  prefix: string,
  schema: GraphQLSchema,
  operation: ParsedOperation,
  { variableDefinitions: originals = [] }: OperationDefinitionNode,
): Restore {
  const definitions: readonly ASTNode[] = operation.operation.variableDefinitions ?? [];
  const originalNode = (node: ASTNode) => originals[definitions.indexOf(node)] ?? node;
  const keys = keysOf(schema, operation);
  const restoreName = (name: string) =>
    name.startsWith(prefix) ? name.slice(prefix.length) : name;

  const restoreData = (value: unknown, at: Keys): unknown => {
    if (typeof value !== 'object' || value === null || at.size === 0) return value;
    if (Array.isArray(value)) return value.map((one) => restoreData(one, at));
    // Without a prototype, so that `__proto__` is a key like others.
    const restored: Data = Object.create(null);
    for (const [key, one] of Object.entries(value)) {
      restored[restoreName(key)] = restoreData(one, at.get(key) ?? none);
    }
    return restored;
  };

  const restoreError = (error: GraphQLError): GraphQLError => {
    const { message, nodes, path, originalError, extensions } = error;
    const restored = path?.map((key) => (typeof key === 'string' ? restoreName(key) : key));
    return new GraphQLError(message.replaceAll(prefix, ''), {
      ...(nodes && { nodes: nodes.map(originalNode) }),
      ...(restored && { path: restored }),
      ...(originalError && { originalError }),
      extensions,
    });
  };

  return (result) => ({
    ...result,
    ...(result.data && { data: restoreData(result.data, keys) as Data }),
    ...(result.errors && { errors: result.errors.map(restoreError) }),
  });
}

import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { foldOperation } from '../operation/fold.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';

/** By response key: `Query.products`. */
type RootFields = ReadonlyMap<string, string>;

export type RootFieldOutcome = 'ok' | 'refused' | 'error';

type Errors = readonly { readonly path?: readonly (string | number)[] | undefined }[];
type Result = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: Errors | undefined;
};

const known = new WeakMap<OperationDefinitionNode, RootFields>();

const find = (schema: GraphQLSchema, parsed: ParsedOperation): RootFields =>
  foldOperation<RootFields>(schema, parsed, {
    field({ name: { value: name }, alias }, _, parent) {
      // Of introspection no subgraph knows.
      const isOwn = !name.startsWith('__') && parent;
      return new Map(isOwn ? [[alias?.value ?? name, `${parent.name}.${name}`]] : []);
    },
    join: (parts) => new Map(parts.flatMap((part) => [...part])),
  });

/** Returns the root fields of a valid operation by their response keys. Remembers each operation. */
export function rootFieldsOf(schema: GraphQLSchema, parsed: ParsedOperation): RootFields {
  const fields = known.get(parsed.operation) ?? find(schema, parsed);
  known.set(parsed.operation, fields);
  return fields;
}

/** Whether a mutation was refused: it has `userErrors`. */
function isRefused(value: unknown): boolean {
  const { userErrors } = (value ?? {}) as { readonly userErrors?: unknown };
  return Array.isArray(userErrors) && userErrors.length > 0;
}

/** Calls back with each root field that was executed, and its outcome. */
export function eachRootField(
  schema: GraphQLSchema,
  parsed: ParsedOperation,
  { data, errors = [] }: Result,
  report: (field: string, outcome: RootFieldOutcome) => void,
): void {
  // Without data nothing was executed.
  if (data === undefined) return;
  for (const [key, field] of rootFieldsOf(schema, parsed)) {
    if (data === null || errors.some(({ path }) => path?.[0] === key)) report(field, 'error');
    else if (key in data) report(field, isRefused(data[key]) ? 'refused' : 'ok');
  }
}

import type { GraphQLSchema } from 'graphql';
import { operationError } from './errors.ts';
import { foldOperation } from './fold.ts';
import type { ParsedOperation } from './operation-request.ts';

/**
 * Throws BAD_USER_INPUT for an alias that begins with `__`. Clients and the gateway itself would read it
 * as introspection: `__typename: name` would let data choose the type of an object.
 */
export function assertNoReservedAlias(schema: GraphQLSchema, operation: ParsedOperation): void {
  const first = (aliases: readonly string[]) => aliases.find(Boolean) ?? '';
  const reserved = foldOperation<string>(schema, operation, {
    field: ({ alias }, inner) => (alias?.value.startsWith('__') ? alias.value : inner),
    join: first,
  });
  if (!reserved) return;
  throw operationError('BAD_USER_INPUT', `The alias ${reserved} begins with two underscores.`);
}

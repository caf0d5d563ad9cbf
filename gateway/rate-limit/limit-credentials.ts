import type { ApolloServerPlugin } from '@apollo/server';
import { type FieldNode, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { countRootFields } from '../operation/root-fields.ts';
import { anonymousFields, credentialFields, newCartFields } from './limited-fields.ts';
import { rateLimited } from './rate-limited.ts';
import type { RateLimits } from './rate-limits.ts';

type Variables = Readonly<Record<string, unknown>>;

const isOneOf = (fields: Readonly<Record<string, string>>, { name }: FieldNode) =>
  Object.hasOwn(fields, name.value);

const takesCredential = (field: FieldNode) => isOneOf(credentialFields, field);

/**
 * Whether the input has a cart token; an empty one is absent. Does not look at the default value of a
 * variable.
 */
function hasCartToken({ arguments: args = [] }: FieldNode, variables: Variables): boolean {
  const input = args.find(({ name }) => name.value === 'input');
  const value = input && valueFromASTUntyped(input.value, variables);
  const token = (value as { cartToken?: unknown } | null | undefined)?.cartToken;
  return typeof token === 'string' && token.trim() !== '';
}

const isLimitedWhenAnonymous = (variables: Variables) => (field: FieldNode) =>
  takesCredential(field) ||
  isOneOf(anonymousFields, field) ||
  (isOneOf(newCartFields, field) && !hasCartToken(field, variables));

/**
 * Counts every mutation that takes a credential, aliases and fragments included, and refuses the whole
 * operation before any of it runs.
 */
export const limitCredentials = (rateLimits: RateLimits): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ schema, document, operation, contextValue, request }) {
      if (operation?.operation !== 'mutation') return;
      const { viewer, address } = contextValue;
      const isLimited = viewer ? takesCredential : isLimitedWhenAnonymous(request.variables ?? {});
      const count = countRootFields(schema, { document, operation }, isLimited);
      if (count === 0) return;
      const result = await rateLimits.byCredentials(address, count);
      if (result && !result.allowed) throw rateLimited(result);
    },
  }),
});

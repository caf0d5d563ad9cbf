import type { ApolloServerPlugin } from '@apollo/server';
import { type FieldNode, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { countRootFields } from '../limits/root-fields.ts';
import { credentialFields, newCartFields, visitorFields } from './credential-fields.ts';
import type { RateLimits } from './rate-limits.ts';
import { rateLimited } from './refusal.ts';

type Variables = Readonly<Record<string, unknown>>;

const isOneOf = (fields: Readonly<Record<string, string>>, { name }: FieldNode) =>
  Object.hasOwn(fields, name.value);

const takesCredential = (field: FieldNode) => isOneOf(credentialFields, field);

/** Whether the input has a token. One that stands in the default of a variable is not seen. */
function namesCart({ arguments: args = [] }: FieldNode, variables: Variables): boolean {
  const input = args.find(({ name }) => name.value === 'input');
  const value = input && valueFromASTUntyped(input.value, variables);
  return (value as { cartToken?: unknown } | null | undefined)?.cartToken != null;
}

const isLimitedForVisitors = (variables: Variables) => (field: FieldNode) =>
  takesCredential(field) ||
  isOneOf(visitorFields, field) ||
  (isOneOf(newCartFields, field) && !namesCart(field, variables));

/**
 * Counts every mutation that takes a credential, aliases and fragments included, and refuses the whole
 * operation before any of it runs.
 */
export const credentialLimit = ({
  credentials,
}: RateLimits): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ document, operation, contextValue, request: { variables = {} } }) {
      if (operation?.operation !== 'mutation') return;
      const isLimited = contextValue.viewer ? takesCredential : isLimitedForVisitors(variables);
      const count = countRootFields(document, operation, isLimited);
      if (count === 0) return;
      const verdict = await credentials(contextValue.address, count);
      if (verdict && !verdict.allowed) throw rateLimited(verdict);
    },
  }),
});

import type { ApolloServerPlugin } from '@apollo/server';
import { type FieldNode, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { countRootFields } from '../operation/root-fields.ts';
import { credentialFields, newCartFields, orderFields, signInFields } from './limited-fields.ts';
import type { RateLimitResult } from './limiter.ts';
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

const createsCart = (variables: Variables) => (field: FieldNode) =>
  isOneOf(newCartFields, field) && !hasCartToken(field, variables);

/**
 * Counts every field of a mutation that has a limit of its own, aliases and fragments included, and refuses
 * the whole operation before any of it runs.
 */
export const limitFields = (rateLimits: RateLimits): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ schema, document, operation, contextValue, request }) {
      if (operation?.operation !== 'mutation') return;
      const { viewer, address } = contextValue;
      const isNewCart = viewer ? () => false : createsCart(request.variables ?? {});
      const count = (isCounted: (field: FieldNode) => boolean) =>
        countRootFields(schema, { document, operation }, isCounted);
      const credentials = count((field) => takesCredential(field) || isNewCart(field));
      const signIns = count((field) => isOneOf(signInFields, field));
      const orders = count((field) => isOneOf(orderFields, field));
      await consume(credentials, () => rateLimits.byCredentials(address, credentials));
      await consume(signIns, () => rateLimits.bySignIns(address, signIns));
      await consume(orders, () => rateLimits.byOrders(viewer, address, orders));
    },
  }),
});

async function consume(
  count: number,
  take: () => Promise<RateLimitResult | undefined>,
): Promise<void> {
  const result = count > 0 ? await take() : undefined;
  if (result && !result.allowed) throw rateLimited(result);
}

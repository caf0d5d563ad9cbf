import type { ApolloServerPlugin } from '@apollo/server';
import { type FieldNode, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { countRootFields } from '../operation/root-fields.ts';
import {
  credentialFields,
  giftCardFields,
  newCartFields,
  orderFields,
  signInFields,
} from './limited-fields.ts';
import type { RateLimitResult } from './limiter.ts';
import { rateLimited } from './rate-limited.ts';
import type { RateLimits } from './rate-limits.ts';

type Variables = Readonly<Record<string, unknown>>;

const isOneOf = (fields: Readonly<Record<string, string>>, { name }: FieldNode) =>
  Object.hasOwn(fields, name.value);

const takesCredential = (field: FieldNode) => isOneOf(credentialFields, field);

/**
 * Whether the input has a text with this name; an empty one is absent. Does not look at the default value of a
 * variable.
 */
function hasText({ arguments: args = [] }: FieldNode, name: string, variables: Variables): boolean {
  const input = args.find((one) => one.name.value === 'input');
  const value = input && valueFromASTUntyped(input.value, variables);
  const text = (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof text === 'string' && text.trim() !== '';
}

const createsCart = (variables: Variables) => (field: FieldNode) =>
  isOneOf(newCartFields, field) && !hasText(field, 'cartToken', variables);

const takesGiftCard = (variables: Variables) => (field: FieldNode) =>
  isOneOf(giftCardFields, field) && hasText(field, 'giftCardCode', variables);

/**
 * Counts every field of a mutation that has a limit of its own, aliases and fragments included, and refuses
 * the whole operation before any of it runs.
 */
export const limitFields = (rateLimits: RateLimits): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => ({
    async didResolveOperation({ schema, document, operation, contextValue, request }) {
      if (operation?.operation !== 'mutation') return;
      const { viewer, address } = contextValue;
      const { variables = {} } = request;
      const isNewCart = viewer ? () => false : createsCart(variables);
      const isGiftCard = takesGiftCard(variables);
      const count = (isCounted: (field: FieldNode) => boolean) =>
        countRootFields(schema, { document, operation }, isCounted);
      const credentials = count(
        (field) => takesCredential(field) || isGiftCard(field) || isNewCart(field),
      );
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

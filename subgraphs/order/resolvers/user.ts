import type { UserResolvers } from '../generated/graphql.ts';
import { listOrdersOf } from './order-connections.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  cart: async ({ id }, _, { loaders }) => (await loaders.cartOf.load(id)) ?? null,
  paymentMethods: async ({ id }, _, { payments }) => [...(await payments.methods.ofUser(id))],
  taxExemption: async ({ id }, _, { loaders }) => (await loaders.taxExemption.load(id)) ?? null,
  customerGroups: async ({ id }, _, { loaders }) => [...(await loaders.customerGroups.load(id))],
  taxExemptionChanges: async ({ id }, _, { loaders }) => [
    ...(await loaders.taxExemptionChanges.load(id)),
  ],
  customerGroupChanges: async ({ id }, _, { loaders }) => [
    ...(await loaders.customerGroupChanges.load(id)),
  ],
  orders: ({ id }, args, context) => listOrdersOf(id, args, context),
};

import { answer, signedIn } from '@shop/service';
import { cancelOrder } from '../domain/cancel-order.ts';
import { payOrder } from '../domain/pay-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  placeOrder: (_, { input }, context) =>
    answer(async () => ({ order: await placeOrder(context, signedIn(context), input) })),
  payOrder: (_, { input }, context) =>
    answer(async () => ({ order: await payOrder(context, signedIn(context), input) })),
  cancelOrder: (_, { input }, context) =>
    answer(async () => ({ order: await cancelOrder(context.orders, signedIn(context), input) })),
};

import { answer, signedIn } from '@shop/service';
import { receiveStock } from '../domain/receive-stock.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  receiveStock: (_, { input }, context) =>
    answer(async () => ({ variant: await receiveStock(context.stock, signedIn(context), input) })),
};

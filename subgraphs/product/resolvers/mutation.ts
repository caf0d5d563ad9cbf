import { answer } from '@shop/service';
import { createProduct } from '../domain/create-product.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: MutationResolvers = {
  createProduct: (_, { input }, context) =>
    answer(async () => ({ product: await createProduct(context, input) })),
};

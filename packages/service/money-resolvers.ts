import { type Money, toAmount } from '@shop/domain';

/** Resolvers of the type `Money` in schema/shared.graphql. */
export const moneyResolvers = {
  amount: toAmount,
  currencyCode: ({ currency }: Money) => currency,
};

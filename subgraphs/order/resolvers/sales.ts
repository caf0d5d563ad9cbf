import type { BestSellerResolvers, SalesOfDayResolvers } from '../generated/graphql.ts';

const maxBestSellers = 10;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

export const SalesOfDay: SalesOfDayResolvers = {
  startsAt: ({ period }) => period.from,
  endsAt: ({ period }) => period.to,
  orderCount: ({ amounts }) => total(amounts.map(({ orderCount }) => orderCount)),
  units: ({ amounts }) => total(amounts.map(({ units }) => units)),
  refundCount: ({ amounts }) => total(amounts.map(({ refundCount }) => refundCount)),
  amounts: ({ amounts }) =>
    amounts.map(({ paid, refunded, ...others }) => ({
      ...others,
      paid,
      refunded,
      net: { minor: paid.minor - refunded.minor, currency: paid.currency },
    })),
  bestSellers: async ({ period }, _, { sales }) => [
    ...(await sales.bestSellers(period, maxBestSellers)),
  ],
};

export const BestSeller: BestSellerResolvers = {
  product: ({ productId }) => ({ id: productId }),
};

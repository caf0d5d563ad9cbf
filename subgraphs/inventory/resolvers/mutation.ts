import { mutationPayload, requireViewer } from '@shop/service';
import { adjustStock } from '../domain/adjust-stock.ts';
import { receiveStock } from '../domain/receive-stock.ts';
import { setLowStockThreshold } from '../domain/set-low-stock-threshold.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

const answerVariant = (work: () => Promise<{ id: string }>) =>
  mutationPayload(async () => ({ variant: await work() }));

export const Mutation: MutationResolvers = {
  receiveStock: (_, { input }, context) =>
    answerVariant(() => receiveStock(context.stock, requireViewer(context), input)),
  adjustStock: (_, { input }, context) =>
    answerVariant(() => adjustStock(context.stock, requireViewer(context), input)),
  setLowStockThreshold: (_, { input }, context) =>
    answerVariant(() => setLowStockThreshold(context.stock, input)),
};

import { mutationPayload, requireViewer } from '@shop/service';
import { adjustStock } from '../domain/adjust-stock.ts';
import { receiveStock } from '../domain/receive-stock.ts';
import { setLowStockThreshold } from '../domain/set-low-stock-threshold.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

const variantPayload = (work: () => Promise<{ id: string }>) =>
  mutationPayload(async () => ({ variant: await work() }));

export const Mutation: MutationResolvers = {
  receiveStock: (_, { input }, context) =>
    variantPayload(() => receiveStock(context.stock, requireViewer(context), input)),
  adjustStock: (_, { input }, context) =>
    variantPayload(() => adjustStock(context.stock, requireViewer(context), input)),
  setLowStockThreshold: (_, { input }, context) =>
    variantPayload(() => setLowStockThreshold(context.stock, input)),
};

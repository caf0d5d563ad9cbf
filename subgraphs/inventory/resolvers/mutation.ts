import { mutationPayload, requireViewer } from '@shop/service';
import type { InventoryContext } from '../context.ts';
import { adjustStock } from '../domain/adjust-stock.ts';
import { receiveStock } from '../domain/receive-stock.ts';
import { setLowStockThreshold } from '../domain/set-low-stock-threshold.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** Returns the stock after the change; other mutations of the request may have loaded it before. */
const stockPayload = ({ loaders }: InventoryContext, work: () => Promise<{ id: string }>) =>
  mutationPayload(async () => {
    const { id } = await work();
    loaders.clear(id);
    const stock = await loaders.stock.load(id);
    return { variant: stock?.removed ? null : { id }, stock: stock ?? null };
  });

export const Mutation: MutationResolvers = {
  receiveStock: (_, { input }, context) =>
    stockPayload(context, () => receiveStock(context.stock, requireViewer(context), input)),
  adjustStock: (_, { input }, context) =>
    stockPayload(context, () => adjustStock(context.stock, requireViewer(context), input)),
  setLowStockThreshold: (_, { input }, context) =>
    stockPayload(context, () => setLowStockThreshold(context.stock, input)),
};

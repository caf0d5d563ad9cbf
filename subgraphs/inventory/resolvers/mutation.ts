import { hasScope } from '@shop/schema';
import { mutationPayload, requireViewer } from '@shop/service';
import type { InventoryContext } from '../context.ts';
import { adjustStock } from '../domain/adjust-stock.ts';
import { receiveStock } from '../domain/receive-stock.ts';
import { setLowStockThreshold } from '../domain/set-low-stock-threshold.ts';
import type { Stock } from '../domain/stock.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

type StockPayload = { variant: { id: string } | null; stock: Stock | null };

/** Reads the stock of a variant as it is now; other mutations of the request may have loaded it before. */
async function stockNow({ loaders }: InventoryContext, id: string): Promise<StockPayload> {
  loaders.clear(id);
  const stock = (await loaders.stock.load(id)) ?? null;
  return { variant: stock && !stock.removed ? { id } : null, stock };
}

/** Returns the stock after the change or, when refused, as it is now where the viewer may read it. */
const stockPayload = (
  context: InventoryContext,
  { variantId }: { variantId: string },
  work: () => Promise<{ id: string }>,
) =>
  mutationPayload<StockPayload>(
    async () => stockNow(context, (await work()).id),
    async () => (hasScope(context.viewer, 'inventory:read') ? stockNow(context, variantId) : {}),
  );

export const Mutation: MutationResolvers = {
  receiveStock: (_, { input }, context) =>
    stockPayload(context, input, () => receiveStock(context.stock, requireViewer(context), input)),
  adjustStock: (_, { input }, context) =>
    stockPayload(context, input, () => adjustStock(context.stock, requireViewer(context), input)),
  setLowStockThreshold: (_, { input }, context) =>
    stockPayload(context, input, () =>
      setLowStockThreshold(context.stock, requireViewer(context), input),
    ),
};

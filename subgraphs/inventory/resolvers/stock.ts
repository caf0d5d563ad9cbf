import { isWhole } from '@shop/domain';
import { parsePage, toConnection } from '@shop/service';
import { available } from '../domain/stock.ts';
import type { StockMovementResolvers, StockResolvers } from '../generated/graphql.ts';

export const Stock: StockResolvers = {
  id: ({ variantId }) => variantId,
  available: (stock) => available(stock),
  variant: ({ variantId: id, removed }) => (removed ? null : { id }),
  async movements({ variantId }, args, { loaders }) {
    const list = `movements of ${variantId}`;
    const request = parsePage(list, args, [isWhole]);
    return toConnection(await loaders.movements.load(variantId, request), {
      list,
      request,
      keyOf: ({ id }) => [id],
      count: () => loaders.movementCount.load(variantId),
    });
  },
};

export const StockMovement: StockMovementResolvers = {
  order: ({ orderId: id }) => (id ? { id } : null),
  actor: ({ actorId: id }) => (id ? { id } : null),
};

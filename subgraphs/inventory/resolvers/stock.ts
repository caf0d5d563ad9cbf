import { badInput, readPage, toConnection } from '@shop/service';
import { available } from '../domain/stock.ts';
import type { StockMovementResolvers, StockResolvers } from '../generated/graphql.ts';

export const Stock: StockResolvers = {
  available: (stock) => available(stock),
  variant: ({ variantId: id }) => ({ id }),
  async movements({ variantId }, args, { loaders }) {
    const request = readPage('movements', args);
    if (request.cursor && !isKey(request.cursor)) throw badInput('The cursor is not one of ours.');
    return toConnection(
      'movements',
      request,
      await loaders.movements.load({ variantId, page: request }),
      ({ id }) => [id],
      () => loaders.movementCount.load(variantId),
    );
  },
};

/** 18 digits are within the database's bigint. */
const isKey = ([id = '', ...rest]: readonly string[]): boolean =>
  /^\d{1,18}$/.test(id) && rest.length === 0;

export const StockMovement: StockMovementResolvers = {
  order: ({ orderId: id }) => (id ? { id } : null),
  actor: ({ actorId: id }) => (id ? { id } : null),
};

import type { Viewer } from '@shop/schema';
import DataLoader from 'dataloader';
import type { Order } from './domain/order.ts';
import type { OrderStore } from './domain/ports.ts';
import { maySee } from './domain/read-order.ts';

/** Batched reads of one request. Orders the viewer may not see are null. */
export const createLoaders = (orders: OrderStore, viewer: Viewer | undefined) => ({
  order: new DataLoader<string, Order | null>(async (ids) =>
    (await orders.byIds(ids)).map((order) => (order && maySee(order, viewer) ? order : null)),
  ),
});

export type Loaders = ReturnType<typeof createLoaders>;

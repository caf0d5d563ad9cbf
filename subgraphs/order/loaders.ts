import type { PageRequest } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import type { Cart } from './domain/cart/cart.ts';
import type { AvailabilityStore, CartStore } from './domain/cart/ports.ts';
import { type ReviewedCart, reviewCart } from './domain/cart/review-cart.ts';
import type { Order, OrderStatus } from './domain/order.ts';
import type { OrderLists } from './domain/order-list.ts';
import type { OrderNote, OrderNotes } from './domain/order-note.ts';
import type { CatalogueStore, OrderStore } from './domain/ports.ts';
import { maySee } from './domain/read-order.ts';

type Stores = {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly carts: CartStore;
  readonly availability: AvailabilityStore;
  readonly lists: OrderLists;
  readonly notes: OrderNotes;
};

type Statuses = readonly OrderStatus[] | undefined;

/** Which order is asked for, and a guest's token of it. */
type OrderKey = { readonly id: string; readonly token?: string | null | undefined };

/** Reviews carts with one read of the catalogue and one of the availability. */
async function reviewCarts({ catalogue, availability }: Stores, carts: readonly Cart[]) {
  const named = carts.flatMap(({ lines }) => lines.map(({ variantId }) => variantId));
  const ids = [...new Set(named)];
  const [variants, units] = await Promise.all([catalogue.byIds(ids), availability.byIds(ids)]);
  const byId = <T>(values: readonly (T | undefined)[]) =>
    new Map(
      values.flatMap((value, n) => (value === undefined ? [] : [[ids[n] ?? '', value] as const])),
    );
  const facts = { variants: byId(variants), available: byId(units) };
  return carts.map((cart) => reviewCart(cart, facts));
}

const seen = (orders: readonly (Order | undefined)[], viewer: Viewer | undefined) =>
  orders.map((order) => (order && maySee(order, { viewer }) ? order : null));

/** Batched reads of one request. Orders the viewer may not see are null. */
export const createLoaders = (stores: Stores, viewer: Viewer | undefined) => ({
  order: new DataLoader<OrderKey, Order | null, string>(
    async (keys) => {
      const orders = await stores.orders.byIds(keys.map(({ id }) => id));
      return orders.map((order, n) =>
        order && maySee(order, { viewer, orderToken: keys[n]?.token }) ? order : null,
      );
    },
    { cacheKeyFn: ({ id, token }) => JSON.stringify([id, token ?? null]) },
  ),
  orderByNumber: new DataLoader<string, Order | null>(async (numbers) =>
    seen(await stores.lists.byNumbers(numbers), viewer),
  ),
  ordersOf: createFieldLoader((ids, args: { statuses: Statuses; page: PageRequest }) =>
    stores.lists.ofCustomers(ids, args.statuses, args.page),
  ),
  orderCountOf: createFieldLoader((ids, args: { statuses: Statuses }) =>
    stores.lists.countsOf(ids, args.statuses),
  ),
  notes: new DataLoader<string, OrderNote[]>((ids) => stores.notes.ofOrders(ids)),
  timeline: new DataLoader((ids: readonly string[]) => stores.orders.timelines(ids)),
  cartOf: new DataLoader<string, Cart | undefined>((customerIds) =>
    stores.carts.ofCustomers(customerIds),
  ),
  review: new DataLoader<Cart, ReviewedCart>((carts) => reviewCarts(stores, carts)),
});

export type Loaders = ReturnType<typeof createLoaders>;

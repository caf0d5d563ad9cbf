import type { PageRequest, Reference } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { createFieldLoader } from '@shop/service';
import DataLoader from 'dataloader';
import type { Cart } from './domain/cart/cart.ts';
import type { ReviewedCart } from './domain/cart/review-cart.ts';
import { reviewCarts } from './domain/cart/review-carts.ts';
import { type OpenedOrder, openedWith } from './domain/guest.ts';
import type { Order } from './domain/order.ts';
import type { CustomerOrderFilter } from './domain/order-list.ts';
import type { OrderNote } from './domain/order-note.ts';
import type { Stores } from './domain/ports.ts';
import { latestChanges, type TaxExemption } from './domain/pricing/ports.ts';
import { canRead } from './domain/visibility.ts';

/** The id of an order and, from a guest, its token. */
type OrderKey = { readonly id: string } & WithToken;
type OrderNumberKey = { readonly number: string } & WithToken;
type WithToken = { readonly token?: string | null | undefined };

/** Movements of a gift card that a response has at most. */
const latestMovements = 100;

/** Returns the orders that the viewer may read, or a guest with the token of the key. */
const opened = (
  keys: readonly WithToken[],
  orders: readonly (Order | undefined)[],
  viewer: Viewer | undefined,
): (OpenedOrder | null)[] =>
  orders.map((order, n) => {
    const token = keys[n]?.token?.trim();
    const readable = order && canRead(order, { viewer, orderToken: token });
    return readable ? openedWith(order, token) : null;
  });

/** Batched reads of one request. Orders that the viewer may not read are null. */
export const createLoaders = (stores: Stores, viewer: Viewer | undefined) => ({
  order: new DataLoader<OrderKey, OpenedOrder | null, string>(
    async (keys) => opened(keys, await stores.orders.byIds(keys.map(({ id }) => id)), viewer),
    { cacheKeyFn: ({ id, token }) => JSON.stringify([id, token ?? null]) },
  ),
  orderByNumber: new DataLoader<OrderNumberKey, OpenedOrder | null, string>(
    async (keys) =>
      opened(keys, await stores.lists.byNumbers(keys.map(({ number }) => number)), viewer),
    { cacheKeyFn: ({ number, token }) => JSON.stringify([number, token ?? null]) },
  ),
  ordersOf: createFieldLoader((ids, args: { filter: CustomerOrderFilter; page: PageRequest }) =>
    stores.lists.ofCustomers(ids, args.filter, args.page),
  ),
  orderCountOf: createFieldLoader((ids, args: { filter: CustomerOrderFilter }) =>
    stores.lists.countsOf(ids, args.filter),
  ),
  notes: new DataLoader<string, OrderNote[]>((ids) => stores.notes.ofOrders(ids)),
  documents: new DataLoader((ids: readonly string[]) => stores.documents.ofOrders(ids)),
  timeline: new DataLoader((ids: readonly string[]) => stores.orders.timelines(ids)),
  /** Variants of orders; null when they were removed from their product. */
  variant: new DataLoader<string, Reference | null>(async (ids) => {
    const variants = await stores.catalogue.byIds(ids);
    return ids.map((id, n) => (variants[n]?.removed ? null : { id }));
  }),
  /** Products of variants, also of removed ones. */
  productOf: new DataLoader<string, Reference | null>(async (variantIds) =>
    (await stores.catalogue.byIds(variantIds)).map((one) => (one && { id: one.productId }) || null),
  ),
  cartOf: new DataLoader<string, Cart | undefined>((customerIds) =>
    stores.carts.ofCustomers(customerIds),
  ),
  taxExemption: new DataLoader<string, TaxExemption | undefined>((ids) =>
    stores.pricing.exemptions(ids),
  ),
  customerGroups: new DataLoader<string, readonly string[]>((ids) => stores.pricing.groups(ids)),
  taxExemptionChanges: new DataLoader((ids: readonly string[]) =>
    stores.pricing.exemptionChanges(ids, latestChanges),
  ),
  customerGroupChanges: new DataLoader((ids: readonly string[]) =>
    stores.pricing.groupChanges(ids, latestChanges),
  ),
  promotionUses: new DataLoader<string, number>(async (codes) => {
    const uses = await stores.promotionUses.ofPromotions(codes, { customerId: null, email: null });
    return codes.map((code) => uses.get(code)?.inAll ?? 0);
  }),
  voucherChanges: new DataLoader((ids: readonly string[]) => stores.vouchers.changes(ids)),
  giftCardMovements: new DataLoader((ids: readonly string[]) =>
    stores.giftCards.movements(ids, latestMovements),
  ),
  giftCardChanges: new DataLoader((ids: readonly string[]) => stores.giftCards.changes(ids)),
  review: new DataLoader<Cart, ReviewedCart>((carts) => reviewCarts(stores, carts)),
});

export type Loaders = ReturnType<typeof createLoaders>;

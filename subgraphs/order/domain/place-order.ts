import { hashOf, type IdempotencyKey, newId, newIdempotencyKey, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type Cart, keyOf, noSuchCart, withLines } from './cart/cart.ts';
import type { CartStore } from './cart/ports.ts';
import { newGuest, tokenFrom } from './guest.ts';
import { type Order, type OrderLine, orderMessage } from './order.ts';
import {
  type PlaceOrderInput,
  type PlaceOrderRequest,
  readPlaceOrder,
} from './place-order-input.ts';
import type { CatalogueStore, OrderStore } from './ports.ts';
import { expectTotal, priceLines, type RequestedLine, totalOf } from './price-lines.ts';

type Stores = {
  readonly orders: OrderStore;
  readonly catalogue: CatalogueStore;
  readonly carts: Pick<CartStore, 'find'>;
};

/** An order and, for a guest, what opens it. */
export type PlacedOrder = { readonly order: Order; readonly orderToken: string | null };

/**
 * Places an order at the shop's own prices; inventory decides afterwards whether it can be had. Without a
 * buyer it is a guest's. Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE,
 * MIXED_CURRENCIES, PRICE_CHANGED; for a cart NOT_FOUND, CART_EMPTY and VERSION_CONFLICT.
 */
export async function placeOrder(
  stores: Stores,
  buyer: Viewer | undefined,
  input: PlaceOrderInput,
  now = new Date(),
): Promise<PlacedOrder> {
  const { orders } = stores;
  const request = readPlaceOrder(buyer, input);
  const key = keyFor(buyer, request);
  // The cart before the key: who finds it emptied by a rival with this key finds the rival's order too.
  const cart = await readCart(stores, buyer, request);
  const before = await orders.byKey(key);
  if (before) return placed(before, request);

  const lines = await price(stores, request, cart);
  expectTotal(totalOf(lines), request.expectedTotal);
  const order = newOrder(buyer, request, await orders.nextNumber(), lines, now);
  const created = {
    type: 'order.created.v1',
    subject: order.id,
    data: orderMessage(order),
  } as const;
  const emptied = cart && withLines(cart, [], now);
  return placed(await orders.add({ next: order, events: [created] }, key, emptied), request);
}

const placed = (order: Order, { idempotencyKey }: PlaceOrderRequest): PlacedOrder => ({
  order,
  orderToken: order.guest && tokenFrom(order.guest.tokenSeed, idempotencyKey),
});

/** Keys of guests are kept as a hash, since they open orders; those of one address are no other's. */
function keyFor(buyer: Viewer | undefined, request: PlaceOrderRequest): IdempotencyKey {
  if (buyer) return newIdempotencyKey('placeOrder', buyer.id, request);
  const key = newIdempotencyKey('placeOrder', `guest:${hashOf(request.email ?? '')}`, request);
  return { ...key, key: hashOf(key.key) };
}

/** The cart that is ordered: `undefined` when there is none, or none is meant. */
async function readCart(
  { carts }: Stores,
  buyer: Viewer | undefined,
  { lines, cartToken }: PlaceOrderRequest,
): Promise<Cart | undefined> {
  const key = lines ? undefined : keyOf(buyer, cartToken);
  return key && carts.find(key);
}

async function price(
  { catalogue }: Stores,
  { lines, cartToken }: PlaceOrderRequest,
  cart: Cart | undefined,
): Promise<OrderLine[]> {
  const source = cartToken === undefined ? 'fromCart' : 'cartToken';
  const requested: readonly RequestedLine[] = lines ?? cart?.lines ?? [];
  if (!lines && !cart && cartToken !== undefined) noSuchCart();
  if (requested.length === 0) refuse('CART_EMPTY', 'There is nothing in the cart.', [source]);
  const variants = await catalogue.byIds(requested.map(({ variantId }) => variantId));
  return priceLines(requested, variants, (index) =>
    lines ? ['lines', String(index), 'variantId'] : [source],
  );
}

function newOrder(
  buyer: Viewer | undefined,
  { email = '', shippingAddress, billingAddress, idempotencyKey }: PlaceOrderRequest,
  number: string,
  lines: readonly OrderLine[],
  now: Date,
): Order {
  return {
    id: newId(),
    number,
    // Events name a customer: a guest's is made for this one order.
    customerId: buyer?.id ?? newId(),
    guest: buyer ? null : newGuest(idempotencyKey),
    email: buyer?.email ?? email,
    shippingAddress: shippingAddress ?? null,
    billingAddress: billingAddress ?? shippingAddress ?? null,
    status: 'PENDING',
    lines,
    total: totalOf(lines),
    shortLines: [],
    payments: [],
    refunds: [],
    shipment: null,
    expiresAt: null,
    cancelReason: null,
    placedAt: now,
    updatedAt: now,
    version: 1,
  };
}

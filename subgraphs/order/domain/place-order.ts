import type { KeyObject } from 'node:crypto';
import { hashOf, newId, newIdempotencyKey, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { withLines } from './cart/cart.ts';
import { findCart } from './cart/find-cart.ts';
import type { CartStore } from './cart/ports.ts';
import { type Checkout, type CheckoutPorts, checkOut } from './check-out.ts';
import { isOwnedBy, newGuest, type OpenedOrder, openedWith, orderTokenOf } from './guest.ts';
import { type Order, orderEventData, orderNotFound } from './order.ts';
import { changeOf } from './order-change.ts';
import type { OrderKey } from './order-key.ts';
import { isDecided, type StartWait, withoutWait } from './order-wait.ts';
import {
  type PlaceOrderInput,
  type PlaceOrderRequest,
  parsePlaceOrder,
} from './place-order-input.ts';
import type { Stores } from './ports.ts';
import { PromotionUsedUp } from './pricing/redemption.ts';
import { assertUnderUnpaidLimit, guestNetworkOf, type UnpaidLimit } from './unpaid-limit.ts';

export type PlaceOrderPorts = Pick<Stores, 'orders'> &
  CheckoutPorts & {
    readonly carts: Pick<CartStore, 'find'>;
    /** Encrypts the token of a guest's link in events. */
    readonly mailTokenKey: KeyObject;
    readonly unpaidLimit?: UnpaidLimit | undefined;
    readonly startWait?: StartWait;
  };

/** An order and, for a guest, the token that opens it. */
export type PlacedOrder = { readonly order: OpenedOrder; readonly orderToken: string | null };

/**
 * Places an order at the shop's current prices, for the viewer or, without one, for a guest. Inventory decides afterwards
 * whether stock is available; `waitForMs` waits for it. Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT,
 * VARIANT_UNAVAILABLE, MIXED_CURRENCIES, PRICE_CHANGED, TOO_MANY_UNPAID_ORDERS; for a cart NOT_FOUND, CART_EMPTY,
 * INSUFFICIENT_STOCK, VERSION_CONFLICT, VOUCHER_INVALID, VOUCHER_NOT_APPLICABLE; for an address of the address book
 * NOT_FOUND.
 */
export async function placeOrder(
  ports: PlaceOrderPorts,
  viewer: Viewer | undefined,
  input: PlaceOrderInput,
  now = new Date(),
): Promise<PlacedOrder> {
  const { startWait = withoutWait } = ports;
  const request = parsePlaceOrder(viewer, input);
  const awaitOrder = startWait(request.waitForMs);
  const key = keyFor(viewer, request);
  const order = await placeWithPromotions(ports, { viewer, request, key, placedBy: null, now });
  return placed(await awaitOrder(order, isDecided), request);
}

/** How often an order is priced again because others have used up a promotion in the meantime. */
const maxPricings = 5;

/** Who places which order. */
type Placement = {
  /** The customer; `undefined` for a guest. */
  readonly viewer: Viewer | undefined;
  readonly request: PlaceOrderRequest;
  readonly key: OrderKey;
  readonly placedBy: string | null;
  readonly now: Date;
};

/** Places an order, and prices it again when others have used up one of its promotions since. */
export async function placeWithPromotions(
  ports: PlaceOrderPorts,
  placement: Placement,
): Promise<Order> {
  for (let pricings = 1; pricings <= maxPricings; pricings++) {
    try {
      return await place(ports, placement);
    } catch (error) {
      if (!(error instanceof PromotionUsedUp)) throw error;
    }
  }
  return refuse('PRICE_CHANGED', 'Promotions of the order have changed. Try again.');
}

/** Saves the order, or returns the one that the key of the request placed before. */
async function place(
  ports: PlaceOrderPorts,
  { viewer, request, key, placedBy, now }: Placement,
): Promise<Order> {
  const { orders, unpaidLimit } = ports;
  // Read before the key: a request that finds its cart emptied by a concurrent request with the same key also finds
  // the order of that request.
  const cart = request.lines ? undefined : await findCart(ports, viewer, request.cartToken);
  const checkout = await checkOutOrReplay(ports, { viewer, request, cart, key, now });
  if ('replayed' in checkout) return checkout.replayed;
  const { redemptions, ...parts } = checkout;
  const id = newId();
  const guest = viewer ? null : newGuest(ports.mailTokenKey, { ...request, id }, now);
  const decide = (number: string) => {
    const order = newOrder(viewer, request, { ...parts, id, guest, placedBy, number }, now);
    const data = orderEventData(order);
    return changeOf(undefined, order, [{ type: 'order.created.v1', subject: id, data }]);
  };
  const placing = {
    emptied: cart && withLines(cart, [], now),
    // Stored only to be counted.
    guestNetwork:
      viewer || !unpaidLimit?.ofNetwork ? null : guestNetworkOf(unpaidLimit.clientAddress),
    assertMayPlace: assertUnderUnpaidLimit(unpaidLimit),
    redemptions,
  };
  return orders.add(id, decide, key, placing);
}

/**
 * Returns the priced lines and the addresses. What they are made of (prices, the cart, the address book) may have changed
 * since the first request with this key: only when it refuses the request, the key is read before it is stored.
 */
async function checkOutOrReplay(
  ports: PlaceOrderPorts,
  { key, ...checkout }: Parameters<typeof checkOut>[1] & { readonly key: OrderKey },
): Promise<Checkout | { readonly replayed: Order }> {
  try {
    return await checkOut(ports, checkout);
  } catch (refusal) {
    const replayed = await ports.orders.byKey(key);
    if (replayed) return { replayed };
    throw refusal;
  }
}

/** Returns the token of a guest's order, which only the key of its request reveals. */
const tokenOf = ({ guest }: Order, { idempotencyKey }: PlaceOrderRequest): string | null =>
  guest && orderTokenOf(guest.tokenSeed, idempotencyKey);

function placed(order: Order, request: PlaceOrderRequest): PlacedOrder {
  const orderToken = tokenOf(order, request);
  return { order: openedWith(order, orderToken), orderToken };
}

/**
 * Returns the idempotency key of the request. A guest's key opens the order, so it is stored as a hash; its
 * owner is the e-mail address.
 */
function keyFor(viewer: Viewer | undefined, request: PlaceOrderRequest): OrderKey {
  const assertCanRead = (order: Order) => {
    const requester = { viewer, orderToken: tokenOf(order, request) };
    if (!isOwnedBy(order, requester)) orderNotFound('idempotencyKey');
  };
  const owner = viewer?.id ?? `guest:${hashOf(request.email ?? '')}`;
  const { waitForMs: _, ...recognised } = request;
  const key = newIdempotencyKey('placeOrder', owner, recognised);
  return { ...key, key: viewer ? key.key : hashOf(key.key), assertCanRead };
}

function newOrder(
  viewer: Viewer | undefined,
  { email }: PlaceOrderRequest,
  parts: Omit<Checkout, 'redemptions'> & Pick<Order, 'id' | 'guest' | 'placedBy' | 'number'>,
  now: Date,
): Order {
  return {
    ...parts,
    // Events name a customer; a guest gets an id for this one order.
    customerId: viewer?.id ?? newId(),
    email: viewer?.email ?? email ?? '',
    status: 'PENDING',
    shortLines: [],
    payments: [],
    refunds: [],
    fulfilments: [],
    cancelledUnits: [],
    returns: [],
    edits: [],
    expiresAt: null,
    cancelReason: null,
    cancelReasonCode: null,
    placedAt: now,
    updatedAt: now,
    version: 1,
  };
}

import { refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type Order, orderEventData } from './order.ts';
import { changeOf, type OrderChange, unchanged } from './order-change.ts';
import type { GuestLinkStore, OrderStore } from './ports.ts';

type ClaimOrdersPorts = { readonly orders: OrderStore; readonly guestLinks: GuestLinkStore };

/** The orders of one request. */
const maxClaimed = 100;

/**
 * Gives the viewer the orders that guests have placed with the viewer's e-mail address, oldest first, and returns
 * their number. From then on only the account opens them: the tokens may be in a mailbox or browser that others
 * read. Each order is decided under its lock, so that of two accounts one receives it. Refuses EMAIL_NOT_VERIFIED.
 */
export async function claimOrders(
  { orders, guestLinks }: ClaimOrdersPorts,
  viewer: Viewer,
): Promise<{ readonly claimedCount: number; readonly user: { readonly id: string } }> {
  if (!viewer.emailVerified) {
    refuse('EMAIL_NOT_VERIFIED', 'Verify your e-mail address, and refresh the access token.');
  }
  let claimedCount = 0;
  for (const id of await guestLinks.ordersOf(viewer.email, maxClaimed)) {
    // Another request may have claimed it since.
    let claimed = false;
    await orders.update(id, (order) => {
      const change = decideClaim(order, viewer);
      claimed = change.next !== order;
      return change;
    });
    if (claimed) claimedCount++;
  }
  return { claimedCount, user: { id: viewer.id } };
}

function decideClaim(order: Order, { id: customerId, email }: Viewer): OrderChange {
  if (!order.guest || order.email !== email) return unchanged(order);
  const next = { ...order, customerId, guest: null };
  const data = orderEventData(next);
  return changeOf(order, next, [{ type: 'order.claimed.v1', subject: order.id, data }]);
}

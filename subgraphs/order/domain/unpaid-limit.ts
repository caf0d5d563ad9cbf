import { networkOf, refuse } from '@shop/domain';

/**
 * Numbers of open unpaid orders: of the same user, or of the same e-mail address when a guest orders; and of
 * all guests of the same network.
 */
export type UnpaidOrders = { readonly ofCustomer: number; readonly ofNetwork: number };

/** How many orders may be open and unpaid at a time, for each customer and each network of guests; 0 is any. */
export type UnpaidLimit = { readonly max: number; readonly clientAddress?: string | undefined };

const noun = (count: number) => (count === 1 ? 'order is' : 'orders are');

/** Returns the judgement of the limit; `undefined` when there is none. It refuses TOO_MANY_UNPAID_ORDERS. */
export const assertUnderUnpaidLimit = (limit: UnpaidLimit | undefined) =>
  limit && limit.max > 0
    ? ({ ofCustomer, ofNetwork }: UnpaidOrders): void => {
        if (Math.max(ofCustomer, ofNetwork) < limit.max) return;
        const of = ofCustomer < limit.max ? ' of guests with your network address' : '';
        const message = `${limit.max} ${noun(limit.max)}${of} waiting for payment already. Pay or cancel one first.`;
        refuse('TOO_MANY_UNPAID_ORDERS', message);
      }
    : undefined;

/** Returns the network that a guest's orders are counted by; null when the address is unknown. */
export function guestNetworkOf(clientAddress: string | undefined): string | null {
  const network = networkOf(clientAddress);
  return network === 'unknown' ? null : network;
}

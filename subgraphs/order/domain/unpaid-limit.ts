import { constraint, networkOf, refuse } from '@shop/domain';

/**
 * Numbers of open unpaid orders: of the same user, or of the same e-mail address when a guest orders; and of
 * all guests of the same network.
 */
export type UnpaidOrders = { readonly ofCustomer: number; readonly ofNetwork: number };

/** How many orders may be open and unpaid at a time, for each customer and each network of guests; 0 is any. */
export type UnpaidLimit = UnpaidOrders & { readonly clientAddress?: string | undefined };

const isReached = (unpaid: number, limit: number): boolean => limit > 0 && unpaid >= limit;

/** Returns the judgement of the limit; `undefined` when there is none. It refuses TOO_MANY_UNPAID_ORDERS. */
export function assertUnderUnpaidLimit(limit: UnpaidLimit | undefined) {
  if (!limit || (limit.ofCustomer === 0 && limit.ofNetwork === 0)) return undefined;
  const { ofCustomer: max, ofNetwork: maxOfNetwork } = limit;
  return ({ ofCustomer, ofNetwork }: UnpaidOrders): void => {
    if (isReached(ofCustomer, max)) {
      const message = `The limit of unpaid orders is ${max}. Pay or cancel one first.`;
      refuse('TOO_MANY_UNPAID_ORDERS', message, undefined, constraint('TOO_MANY', max));
    }
    if (isReached(ofNetwork, maxOfNetwork)) {
      const message = `Too many orders of guests with your network address are waiting for payment. Try again in a few minutes.`;
      refuse('TOO_MANY_UNPAID_ORDERS', message);
    }
  };
}

/** Returns the network that a guest's orders are counted by; null when the address is unknown. */
export function guestNetworkOf(clientAddress: string | undefined): string | null {
  const network = networkOf(clientAddress);
  return network === 'unknown' ? null : network;
}

import type { KeyObject } from 'node:crypto';
import { emailLookupField, inEvenTime, plainText, validate } from '@shop/domain';
import { openToken, orderLinkSeal } from '@shop/schema';
import { z } from 'zod';
import { extendedLink, newGuestLink } from './guest.ts';
import type { GuestLink } from './order.ts';
import type { GuestLinkStore } from './ports.ts';

const requestOrderLinkInput = z.object({ number: plainText(17), email: emailLookupField });
export type RequestOrderLinkInput = z.input<typeof requestOrderLinkInput>;

type RequestOrderLinkPorts = {
  readonly guestLinks: GuestLinkStore;
  readonly mailTokenKey: KeyObject;
};

/**
 * Sends the link to a guest's order to its e-mail address, if there is an order with this number and address. The
 * response is the same in both cases. Links that were sent before keep working, so that another person who knows
 * number and address cannot end them. Refuses INVALID_VALUE.
 */
export async function requestOrderLink(
  { guestLinks, mailTokenKey }: RequestOrderLinkPorts,
  input: RequestOrderLinkInput,
  now = new Date(),
): Promise<object> {
  const { number, email } = validate(requestOrderLinkInput, input);
  await inEvenTime(() =>
    guestLinks.issue({ number, email }, ({ id, link }) =>
      now < link.expiresAt && opensWith(mailTokenKey, link, id)
        ? extendedLink(link, now)
        : newGuestLink(mailTokenKey, id, now),
    ),
  );
  return {};
}

/** Whether the e-mail can contain the token: it was not sealed with an earlier key. */
function opensWith(key: KeyObject, { sealedToken }: GuestLink, orderId: string): boolean {
  try {
    openToken(key, sealedToken, orderLinkSeal(orderId));
    return true;
  } catch {
    return false;
  }
}

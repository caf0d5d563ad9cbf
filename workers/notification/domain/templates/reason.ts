import type { EventData } from '@shop/schema';
import { singleLine } from '../untrusted-text.ts';

type RequestedBy = EventData<'order.cancelled.v1'>['cancelledBy'];

/**
 * The reason of staff or of the shop. That of a customer is left out: a guest may have entered the address of
 * another person, who must not receive a stranger's words from the shop.
 */
export const reason = (text: string, requestedBy: RequestedBy): string =>
  requestedBy === 'STAFF' || requestedBy === 'SYSTEM' ? `Reason: ${singleLine(text)}` : '';

import { constraint, emptyAsAbsent, refuse } from '@shop/domain';
import { z } from 'zod';
import type { Order } from './order.ts';

/** The field `returnUrl` of an input. */
export const returnUrlField = emptyAsAbsent(
  z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .max(500, 'must have at most 500 characters'),
);

/** Whether a payment provider may send customers to pages of this origin. */
export type MayReturnTo = (origin: string) => boolean;

/** Refuses INVALID_VALUE unless the page is of an allowed origin; without it, anybody could lead customers anywhere. */
export function assertMayReturnTo(returnUrl: string | null, mayReturnTo: MayReturnTo): void {
  if (returnUrl === null) return;
  const { origin, username, password } = new URL(returnUrl);
  if (username || password || !mayReturnTo(origin)) {
    refuse(
      'INVALID_VALUE',
      'The shop does not allow payments to return to this address.',
      ['returnUrl'],
      constraint('NOT_ALLOWED'),
    );
  }
}

/** Returns the address with the number of the order in its query. */
export function returnUrlOf(returnUrl: string | null, { number }: Order): string | null {
  if (returnUrl === null) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('order', number);
  return url.href;
}

import type { Paragraph } from '../html-page.ts';

/** Returns the address of a page of the shop. */
export const pageOf = (shopUrl: string, page: string): string =>
  `${shopUrl.replace(/\/+$/, '')}/${page}`;

/** What a template with a link to an order needs beside the event. A user's order has no token. */
export type OrderLinkContext = { readonly shopUrl: string; readonly token: string | undefined };

/** What the template of a paid order needs too. */
export type InvoiceLinkContext = OrderLinkContext & { readonly invoiceUrl: string };

/**
 * A link to the page of an order. The token is the fragment, which browsers send to no server: it is in no access
 * log and no `Referer`, and a mail scanner that opens the link does not use it.
 */
export function orderLink(number: string, { shopUrl, token }: OrderLinkContext): Paragraph[] {
  const href = pageOf(shopUrl, `orders/${encodeURIComponent(number)}`);
  if (token === undefined) return ['You find your order here:', { href }];
  return [
    'You find your order here. Anyone with this link can read, pay and cancel the order:',
    { href: `${href}#token=${encodeURIComponent(token)}` },
  ];
}

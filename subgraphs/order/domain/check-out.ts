import { refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { assertOrderable } from './cart/assert-orderable.ts';
import { type Cart, cartNotFound } from './cart/cart.ts';
import type { ReviewPorts } from './cart/review-carts.ts';
import type { Order, OrderLine } from './order.ts';
import { findAddresses, type ReadAddressBook } from './order-addresses.ts';
import type { PlaceOrderRequest } from './place-order-input.ts';
import type { Stores } from './ports.ts';
import { assertExpectedTotal, priceLines, type RequestedLine, totalOf } from './price-lines.ts';
import type { LineToPrice } from './pricing/price-order.ts';
import { type QuotePorts, quote, totalOfQuote } from './pricing/quote.ts';

export type CheckoutPorts = Pick<Stores, 'catalogue'> &
  ReviewPorts &
  QuotePorts & { readonly readAddressBook: ReadAddressBook };

/** What an order is made of that its request decides. */
export type Checkout = Pick<
  Order,
  'lines' | 'total' | 'pricing' | 'shippingAddress' | 'billingAddress'
>;

type CheckoutRequest = {
  readonly viewer: Viewer | undefined;
  readonly request: PlaceOrderRequest;
  readonly cart: Cart | undefined;
  readonly now: Date;
};

/**
 * Returns the lines at current prices, the price of the order and its addresses. Refuses DUPLICATE_LINE, UNKNOWN_VARIANT,
 * VARIANT_UNAVAILABLE, MIXED_CURRENCIES, PRICE_CHANGED; for a cart NOT_FOUND, CART_EMPTY, INSUFFICIENT_STOCK; for an address
 * of the address book NOT_FOUND.
 */
export async function checkOut(
  ports: CheckoutPorts,
  { viewer, request, cart, now }: CheckoutRequest,
): Promise<Checkout> {
  const addresses = findAddresses(request, ports.readAddressBook);
  const { lines, toPrice } = await findLines(ports, request, cart);
  const sum = totalOf(lines);
  const pricing = await quote(
    ports,
    {
      ...{ currency: sum.currency, lines: toPrice, customerId: viewer?.id ?? null },
      destination: addresses.shippingAddress,
    },
    now,
  );
  const total = pricing ? totalOfQuote(pricing) : sum;
  assertExpectedTotal(total, request.expectedTotal);
  return { ...addresses, lines, total, pricing };
}

/** Returns the lines at current prices, and what else of their variants the price of the order depends on. */
async function findLines(
  ports: CheckoutPorts,
  { lines, cartToken }: PlaceOrderRequest,
  cart: Cart | undefined,
): Promise<{ readonly lines: OrderLine[]; readonly toPrice: LineToPrice[] }> {
  const source = cartToken === null ? 'fromCart' : 'cartToken';
  const requested: readonly RequestedLine[] = lines ?? cart?.lines ?? [];
  if (!lines && !cart && cartToken !== null) cartNotFound();
  if (requested.length === 0) refuse('CART_EMPTY', 'The cart is empty.', [source]);
  if (cart) await assertOrderable(ports, cart, [source]);
  const variants = await ports.catalogue.byIds(requested.map(({ variantId }) => variantId));
  const priced = priceLines(requested, variants, (index) =>
    lines ? ['lines', String(index), 'variantId'] : [source],
  );
  const toPrice = priced.map((line, index) => ({
    ...{ ...line, taxClass: variants[index]?.taxClass ?? null },
  }));
  return { lines: priced, toPrice };
}

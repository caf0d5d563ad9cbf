import { constraint, Refusal, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { assertOrderable } from './cart/assert-orderable.ts';
import { type Cart, cartNotFound } from './cart/cart.ts';
import type { ReviewPorts } from './cart/review-carts.ts';
import type { Order, OrderLine } from './order.ts';
import { findAddresses, type ReadAddressBook } from './order-addresses.ts';
import type { PlaceOrderRequest } from './place-order-input.ts';
import type { Stores } from './ports.ts';
import {
  assertExpectedTotal,
  linesToPrice,
  priceLines,
  type RequestedLine,
  totalOf,
} from './price-lines.ts';
import { voucherMessages } from './pricing/price-cart.ts';
import type { LineToPrice } from './pricing/price-order.ts';
import { type QuotePorts, quote, type ReviewedVoucher, totalOfBreakdown } from './pricing/quote.ts';
import type { Redemption } from './pricing/redemption.ts';
import type { OfferedMethod } from './pricing/shipping.ts';

export type CheckoutPorts = Pick<Stores, 'catalogue'> &
  ReviewPorts &
  QuotePorts & { readonly readAddressBook: ReadAddressBook };

/** What an order is made of that its request decides. */
export type Checkout = Pick<
  Order,
  'lines' | 'total' | 'pricing' | 'shippingAddress' | 'billingAddress'
> & {
  /** The promotions that the order has. */
  readonly redemptions: readonly Redemption[];
};

type CheckoutRequest = {
  readonly viewer: Viewer | undefined;
  readonly request: PlaceOrderRequest;
  readonly cart: Cart | undefined;
  readonly now: Date;
};

/**
 * Returns the lines at current prices, the price of the order and its addresses. Refuses DUPLICATE_LINE, UNKNOWN_VARIANT,
 * VARIANT_UNAVAILABLE, MIXED_CURRENCIES, PRICE_CHANGED; for a cart NOT_FOUND, CART_EMPTY, INSUFFICIENT_STOCK; for an address
 * of the address book and for a shipping method NOT_FOUND; for a voucher code of the cart VOUCHER_INVALID,
 * VOUCHER_NOT_APPLICABLE.
 */
export async function checkOut(
  ports: CheckoutPorts,
  { viewer, request, cart, now }: CheckoutRequest,
): Promise<Checkout> {
  const addresses = findAddresses(request, ports.readAddressBook);
  const { lines, toPrice } = await findLines(ports, request, cart);
  const sum = totalOf(lines);
  const quoted = await quote(
    ports,
    {
      ...{ currency: sum.currency, lines: toPrice, customerId: viewer?.id ?? null },
      ...{ email: viewer?.email ?? request.email, voucherCodes: cart?.voucherCodes ?? [] },
      ...{ destination: addresses.shippingAddress, shippingMethod: request.shippingMethod },
    },
    now,
  );
  assertVouchersApply(quoted?.vouchers ?? [], sourceOf(request));
  if (quoted?.offered && !quoted.breakdown.shipping) {
    refuseMethod(quoted.offered, request.shippingMethod);
  }
  const pricing = quoted?.breakdown ?? null;
  const total = pricing ? totalOfBreakdown(pricing) : sum;
  assertExpectedTotal(total, request.expectedTotal);
  return { ...addresses, lines, total, pricing, redemptions: quoted?.redemptions ?? [] };
}

const refusals = { INVALID: 'VOUCHER_INVALID', NOT_APPLICABLE: 'VOUCHER_NOT_APPLICABLE' } as const;

/** Refuses a cart with codes that its customer expects to apply. One that a better promotion excludes is not used. */
function assertVouchersApply(vouchers: readonly ReviewedVoucher[], field: string): void {
  const reasons = vouchers.flatMap(({ code, problem }) =>
    problem === null || problem === 'NOT_COMBINED'
      ? []
      : [
          {
            ...{ code: refusals[problem], message: voucherMessages[problem](code) },
            ...{ field: [field], details: { type: 'VOUCHER', code } as const },
          },
        ],
  );
  if (reasons.length > 0) throw new Refusal(reasons);
}

/** Returns the field of the input that names the cart. */
const sourceOf = ({ cartToken }: PlaceOrderRequest): string =>
  cartToken === null ? 'fromCart' : 'cartToken';

/** Refuses INVALID_VALUE without a method and a default one, and NOT_FOUND for one that does not send the order. */
function refuseMethod(offered: readonly OfferedMethod[], method: string | null): never {
  const field = ['shippingMethod'];
  if (offered.length === 0) {
    refuse('NOT_FOUND', 'The shop does not ship this order to this address.', field);
  }
  if (method === null) {
    refuse('INVALID_VALUE', 'Choose a shipping method.', field, constraint('REQUIRED'));
  }
  return refuse(
    'NOT_FOUND',
    'This shipping method does not send this order to this address.',
    field,
  );
}

/** Returns the lines at current prices, and what else of their variants the price of the order depends on. */
async function findLines(
  ports: CheckoutPorts,
  request: PlaceOrderRequest,
  cart: Cart | undefined,
): Promise<{ readonly lines: OrderLine[]; readonly toPrice: LineToPrice[] }> {
  const source = sourceOf(request);
  const { lines, cartToken } = request;
  const requested: readonly RequestedLine[] = lines ?? cart?.lines ?? [];
  if (!lines && !cart && cartToken !== null) cartNotFound();
  if (requested.length === 0) refuse('CART_EMPTY', 'The cart is empty.', [source]);
  if (cart) await assertOrderable(ports, cart, [source]);
  const variants = await ports.catalogue.byIds(requested.map(({ variantId }) => variantId));
  const priced = priceLines(requested, variants, (index) =>
    lines ? ['lines', String(index), 'variantId'] : [source],
  );
  return { lines: priced, toPrice: linesToPrice(priced, variants) };
}

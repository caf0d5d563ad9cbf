import { refuse } from '@shop/domain';
import type { Order, OrderLine } from '../order.ts';
import type { CatalogueVariant, Stores } from '../ports.ts';
import { linesToPrice, priceLines, type RequestedLine, totalOf } from '../price-lines.ts';
import { discountsOf } from '../pricing/breakdown.ts';
import { type QuotePorts, quote, totalOfBreakdown } from '../pricing/quote.ts';
import type { OwnUses, Redemption } from '../pricing/redemption.ts';
import type { EditedParts } from './edit.ts';

export type PriceEditPorts = Pick<Stores, 'catalogue'> & QuotePorts;

/** What an edit makes of an order. */
export type PricedEdit = {
  readonly after: EditedParts;
  /** The promotions that the order does not use yet. */
  readonly redeemed: readonly Redemption[];
};

/**
 * Prices the lines of an edit: those that stay at the price of the order, new variants at their current one, and discounts,
 * shipping and taxes by the current rules. An order without a breakdown gets none.
 * Refuses INVALID_VALUE, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE, MIXED_CURRENCIES, NOT_FOUND.
 */
export async function priceEdit(
  ports: PriceEditPorts,
  order: Order,
  requested: readonly RequestedLine[],
  now: Date,
): Promise<PricedEdit> {
  const variants = await ports.catalogue.byIds(requested.map(({ variantId }) => variantId));
  const lines = linesOf(order, requested, variants);
  if (isSame(order.lines, lines)) {
    refuse('INVALID_VALUE', 'must differ from the lines of the order', ['lines']);
  }
  if (!order.pricing)
    return { after: { lines, total: totalOf(lines), pricing: null }, redeemed: [] };
  const own = ownUsesOf(order);
  const quoted = await quote(
    ports,
    {
      ...{ currency: order.total.currency, lines: linesToPrice(lines, variants) },
      ...{ customerId: order.guest ? null : order.customerId, email: order.email },
      ...{ voucherCodes: voucherCodesOf(order), destination: order.shippingAddress },
      ...{ shippingMethod: order.pricing.shipping?.method ?? null, own },
    },
    now,
  );
  if (quoted?.offered && !quoted.breakdown.shipping) {
    refuse('NOT_FOUND', 'The shipping method of the order does not send these lines.', ['lines']);
  }
  const pricing = quoted?.breakdown ?? null;
  const total = pricing ? totalOfBreakdown(pricing) : totalOf(lines);
  const redeemed = (quoted?.redemptions ?? []).filter(
    ({ promotionCode }) => !own.promotionCodes.has(promotionCode),
  );
  return { after: { lines, total, pricing }, redeemed };
}

/** A line that stays is as it was ordered, also when its variant is not for sale any more. */
function linesOf(
  order: Order,
  requested: readonly RequestedLine[],
  variants: readonly (CatalogueVariant | undefined)[],
): OrderLine[] {
  const fieldOf = (index: number) => ['lines', String(index), 'variantId'];
  const stayingOf = (variantId: string) => order.lines.find((one) => one.variantId === variantId);
  const sold = requested.map(({ variantId }, index) => {
    const staying = stayingOf(variantId);
    return staying ? asOrdered(staying, variants[index]) : variants[index];
  });
  return priceLines(requested, sold, fieldOf, order.total.currency);
}

const asOrdered = (
  { variantId, sku, title, slug, imageUrl, unitPrice }: OrderLine,
  variant: CatalogueVariant | undefined,
): CatalogueVariant => ({
  ...{ productId: '', categoryIds: [], taxClass: null, weightGrams: null, isShipped: true },
  ...{ removed: false, ...variant },
  ...{ variantId, sku, title, slug, imageUrl, price: unitPrice, forSale: true },
});

const isSame = (before: readonly OrderLine[], after: readonly OrderLine[]): boolean =>
  before.length === after.length &&
  after.every(({ variantId, quantity }) =>
    before.some((line) => line.variantId === variantId && line.quantity === quantity),
  );

const discountsIn = ({ pricing }: Pick<EditedParts, 'pricing'>) =>
  pricing ? discountsOf(pricing) : [];

const ownUsesOf = (order: Order): OwnUses => {
  const used = discountsIn(order).filter(({ minor }) => minor > 0n);
  return {
    orderId: order.id,
    promotionCodes: new Set(used.map(({ code }) => code)),
    voucherCodes: new Set(used.flatMap(({ voucherCode }) => voucherCode ?? [])),
  };
};

/** Returns the voucher codes that the order has, or had before an edit after which they did not apply. */
const voucherCodesOf = (order: Order): string[] => {
  const applied = order.edits.filter(({ status }) => status === 'APPLIED');
  const discounts = [order, ...applied.map(({ before }) => before)].flatMap(discountsIn);
  return [...new Set(discounts.flatMap(({ voucherCode }) => voucherCode ?? []))];
};

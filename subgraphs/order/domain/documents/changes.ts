import type { EditedParts } from '../edits/edit.ts';
import type { OrderLine } from '../order.ts';
import {
  type AppliedTax,
  type Breakdown,
  exemptedOf,
  type PricedPart,
  sumOf,
  sumTaxes,
  taxesOf,
} from '../pricing/breakdown.ts';
import { breakdownOf } from '../pricing/order-breakdown.ts';
import type { DocumentContent, DocumentLine } from './document.ts';

/** What a document about changes states beside its head. */
type Changes = Pick<DocumentContent, 'lines' | 'taxes' | 'exempted' | 'total'>;

/** Returns by what an order differs from what it was before: its lines and shipping, and the difference of its taxes. */
export function changesBetween(before: EditedParts, after: EditedParts): Changes {
  const [from, to] = [breakdownOf(before), breakdownOf(after)];
  const ids = new Set([...before.lines, ...after.lines].map(({ variantId }) => variantId));
  const lines = [...ids].flatMap((variantId) =>
    changedLine(lineIn(before, from, variantId), lineIn(after, to, variantId)),
  );
  return {
    lines: [...lines, ...changedLine(shippingIn(from), shippingIn(to))],
    taxes: differenceOf(taxesOf(from), taxesOf(to)),
    exempted: exemptedOf(to) - exemptedOf(from),
    total: after.total.minor - before.total.minor,
  };
}

/** A part of an order with what a document calls it. */
type NamedPart = Pick<DocumentLine, 'title' | 'sku' | 'quantity'> & { readonly part: PricedPart };

function lineIn(
  { lines }: EditedParts,
  priced: Breakdown,
  variantId: string,
): NamedPart | undefined {
  const isIt = (one: Pick<OrderLine, 'variantId'>) => one.variantId === variantId;
  const [line, part] = [lines.find(isIt), priced.lines.find(isIt)];
  return line && part && { title: line.title, sku: line.sku, quantity: line.quantity, part };
}

const shippingIn = ({ shipping }: Breakdown): NamedPart | undefined =>
  shipping
    ? { title: `Shipping: ${shipping.name}`, sku: null, quantity: 1, part: shipping }
    : undefined;

/** Discounts are in the subtotal, since a difference of them may be below zero. None for a part that stays as it was. */
function changedLine(before?: NamedPart, after?: NamedPart): DocumentLine[] {
  const named = after ?? before;
  if (!named) return [];
  const quantity = (after?.quantity ?? 0) - (before?.quantity ?? 0);
  const subtotal = discounted(after?.part) - discounted(before?.part);
  const total = (after?.part.total ?? 0n) - (before?.part.total ?? 0n);
  if (quantity === 0 && subtotal === 0n && total === 0n) return [];
  return [
    {
      ...{ title: named.title, sku: named.sku, quantity: quantity || named.quantity },
      ...{ subtotal, discounts: [], total },
      taxes: differenceOf(before?.part.taxes ?? [], after?.part.taxes ?? []),
    },
  ];
}

const discounted = (part: PricedPart | undefined): bigint =>
  part ? part.subtotal - sumOf(part.discounts.map(({ minor }) => minor)) : 0n;

const differenceOf = (
  before: readonly AppliedTax[],
  after: readonly AppliedTax[],
): readonly AppliedTax[] =>
  sumTaxes([...after, ...before.map((tax) => ({ ...tax, minor: -tax.minor }))]).filter(
    ({ minor }) => minor !== 0n,
  );

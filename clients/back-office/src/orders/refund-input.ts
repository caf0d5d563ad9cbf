import { chosenUnits, type FormValues } from '@shop/web';
import { decimalOf } from '../forms/values.ts';
import type { RefundOrderInput } from './generated/order-changes.ts';

/** What a refund may be of. */
export const parts = ['units', 'amount', 'rest'] as const;
export type RefundParts = (typeof parts)[number];

type Order = {
  readonly id: string;
  readonly lines: readonly { readonly id: string }[];
  readonly total: { readonly currencyCode: string };
};

/** Returns what a form refunds; `undefined` when that is nothing: the shop would take it for everything. */
export function refundInput(
  { id: orderId, lines, total }: Order,
  part: RefundParts,
  values: FormValues,
): Pick<RefundOrderInput, 'orderId' | 'amount' | 'lines' | 'shipping'> | undefined {
  if (part === 'rest') return { orderId };
  if (part === 'amount') {
    const amount = decimalOf(values['amount']);
    return { orderId, amount: { amount, currencyCode: total.currencyCode } };
  }
  const chosen = chosenUnits(lines, values);
  const shipping = values['shipping'] === 'yes';
  if (chosen.length === 0 && !shipping) return undefined;
  return { orderId, ...(chosen.length > 0 && { lines: chosen }), ...(shipping && { shipping }) };
}

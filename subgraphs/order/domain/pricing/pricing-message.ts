import { moneyToMessage } from '@shop/domain';
import type { Breakdown } from './breakdown.ts';
import {
  type DescribedDiscount,
  type DescribedPart,
  type DescribedTax,
  describe,
} from './describe.ts';

const withMessage = <T extends DescribedDiscount | DescribedTax>({ amount, ...other }: T) => ({
  ...other,
  amount: moneyToMessage(amount),
});

const partMessage = <T extends DescribedPart>({
  subtotal,
  discounts,
  taxes,
  total,
  ...other
}: T) => ({
  ...other,
  subtotal: moneyToMessage(subtotal),
  discounts: discounts.map((discount) => withMessage(discount)),
  taxes: taxes.map((tax) => withMessage(tax)),
  total: moneyToMessage(total),
});

/** Returns a breakdown as events carry it. */
export function pricingMessage(breakdown: Breakdown) {
  const { taxesIncluded, taxExemption, shipping, lines, ...sums } = describe(breakdown);
  const { total: _, ...message } = partMessage(sums);
  return {
    ...message,
    taxesIncluded,
    ...(taxExemption && { taxExemption: moneyToMessage(taxExemption) }),
    ...(shipping && { shipping: partMessage(shipping) }),
    lines: lines.map((line) => partMessage(line)),
  };
}

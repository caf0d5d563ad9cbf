import { z } from 'zod';
import { isCurrency } from './currencies.ts';
import { fromAmount } from './money.ts';

/** A currency of an input. */
export const currencyField = z.string().refine(isCurrency, 'must be an ISO 4217 code, like EUR');

/** An amount as an input states it, not parsed. */
export const amountField = z.object({
  amount: z.string(),
  currencyCode: currencyField,
});

/** An amount of an input, in minor units: `1` and `1.00` EUR are the same. */
export const moneyField = amountField.transform(({ amount, currencyCode }, context) => {
  const money = fromAmount(amount, currencyCode);
  if (money) return money;
  const message = 'must be an exact amount of the currency';
  context.addIssue({ code: 'custom', path: ['amount'], message });
  return z.NEVER;
});

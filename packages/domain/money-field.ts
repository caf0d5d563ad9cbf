import { z } from 'zod';
import { isCurrency } from './currencies.ts';
import { fromAmount } from './money.ts';
import { breaks } from './refusal-details.ts';

/** A currency of an input. */
export const currencyField = z
  .string()
  .refine(isCurrency, { error: 'must be an ISO 4217 code, like EUR', ...breaks('PATTERN') });

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
  context.addIssue({ code: 'custom', path: ['amount'], message, ...breaks('PATTERN') });
  return z.NEVER;
});

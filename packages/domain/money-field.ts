import { z } from 'zod';
import { isCurrency } from './currencies.ts';
import { fromAmount } from './money.ts';

/** An amount of an input, in minor units: `1` and `1.00` EUR are the same. */
export const moneyField = z
  .object({
    amount: z.string(),
    currencyCode: z.string().refine(isCurrency, 'must be an ISO 4217 code, like EUR'),
  })
  .transform(({ amount, currencyCode }, context) => {
    const money = fromAmount(amount, currencyCode);
    if (money) return money;
    const message = 'must be an exact amount of the currency';
    context.addIssue({ code: 'custom', path: ['amount'], message });
    return z.NEVER;
  });

import type { Money } from '@shop/domain';

/**
 * By which factor Stripe's amounts differ from minor units of ISO 4217: ISK and UGX have none here and two decimals there,
 * MGA the reverse (docs.stripe.com/currencies, special cases and zero-decimal currencies).
 */
const factors: Readonly<Record<string, { readonly times?: bigint; readonly by?: bigint }>> = {
  ISK: { times: 100n },
  UGX: { times: 100n },
  MGA: { by: 100n },
};

/** Stripe rounds these to ten of the smallest unit (docs.stripe.com/currencies, three-decimal currencies). */
const threeDecimals: readonly string[] = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

/** Amounts have at most eight digits (docs.stripe.com/currencies, minimum and maximum charge amounts). */
export const largestAmount = 99_999_999n;

/** Returns the money of an amount as Stripe counts it, in the currency as Stripe writes it. */
export function fromStripeAmount(amount: number, lowerCase: string): Money {
  const currency = lowerCase.toUpperCase();
  const { times = 1n, by = 1n } = factors[currency] ?? {};
  return { minor: (BigInt(amount) * by) / times, currency };
}

/** Returns an amount as Stripe counts it; `undefined` when Stripe cannot charge it exactly. */
export function toStripeAmount({ minor, currency }: Money): number | undefined {
  const { times = 1n, by = 1n } = factors[currency] ?? {};
  const isExact = minor % by === 0n && (!threeDecimals.includes(currency) || minor % 10n === 0n);
  const amount = (minor * times) / by;
  return isExact && amount > 0n && amount <= largestAmount ? Number(amount) : undefined;
}

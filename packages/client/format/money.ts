/** An amount as the shop sends it: an exact decimal with its ISO 4217 currency. */
export type Money = { readonly amount: string; readonly currencyCode: string };

const formats = new Map<string, Intl.NumberFormat>();

/** Formats an amount for people, without a detour over floating point. The locale is that of the device when absent. */
export function formatMoney({ amount, currencyCode }: Money, locale?: string): string {
  const key = `${locale} ${currencyCode}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'currency', currency: currencyCode });
  formats.set(key, format);
  // A decimal as text is formatted exactly (ECMA-402, Intl mathematical values).
  return format.format(amount as `${number}`);
}

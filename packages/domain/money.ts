/** Integer minor units (cents, yen) of one ISO 4217 currency. */
export type Money = { readonly minor: bigint; readonly currency: string };

const codes = new Set(Intl.supportedValuesOf('currency'));

/** Whether this is the code of a currency that exists. */
export const isCurrency = (code: string): boolean => codes.has(code);

// Making one takes longer than using it a hundred times.
const formats = new Map<string, Intl.NumberFormat>();
const decimals = new Map<string, number>();

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const format =
    formats.get(name) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
  formats.set(name, format);
  return format;
}

/** Decimals of a currency, from the CLDR data in the runtime: EUR 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
  const known =
    decimals.get(currency) ?? formatOf('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
  decimals.set(currency, known);
  return known;
}

/** `{ minor: 1999n, currency: 'EUR' }` -> `'19.99'`. */
export function toAmount({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = minor.toString().padStart(decimals + 1, '0');
  if (decimals === 0) return digits;
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `'19.9', 'EUR'` -> 1990n; `undefined` when negative, malformed or finer than the currency. */
export function fromAmount(amount: string, currency: string): Money | undefined {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(amount);
  const fraction = (match?.[2] ?? '').replace(/0+$/, '');
  const decimals = decimalsOf(currency);
  if (!match || fraction.length > decimals) return undefined;
  return { minor: BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`), currency };
}

export const times = ({ minor, currency }: Money, quantity: number): Money => ({
  minor: minor * BigInt(quantity),
  currency,
});

/** The sum of at least one amount, all in one currency. */
export const sum = (amounts: readonly Money[]): Money => ({
  minor: amounts.reduce((total, { minor }) => total + minor, 0n),
  currency: amounts[0]?.currency ?? '',
});

/** `€19.99` for people. */
export const formatMoney = (money: Money, locale = 'en'): string =>
  formatOf(locale, money.currency).format(Number(toAmount(money)));

export type MoneyMessage = { readonly minor: string; readonly currency: string };
export const moneyToMessage = ({ minor, currency }: Money): MoneyMessage => ({
  minor: minor.toString(),
  currency,
});
export const moneyFromMessage = ({ minor, currency }: MoneyMessage): Money => ({
  minor: BigInt(minor),
  currency,
});

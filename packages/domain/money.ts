import { decimalsOf } from './currencies.ts';

/** Integer minor units (cents, yen) of one ISO 4217 currency. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** `{ minor: 1999n, currency: 'EUR' }` -> `'19.99'`. */
export function toAmount({ minor, currency }: Money): string {
  if (minor < 0n) return `-${toAmount({ minor: -minor, currency })}`;
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

/** Whether two amounts are the same, in one currency. */
export const sameMoney = (one: Money, other: Money): boolean =>
  one.minor === other.minor && one.currency === other.currency;

export const times = ({ minor, currency }: Money, quantity: number): Money => ({
  minor: minor * BigInt(quantity),
  currency,
});

/** Returns the sum of at least one amount, all in one currency. */
export const sum = (amounts: readonly Money[]): Money => ({
  minor: amounts.reduce((total, { minor }) => total + minor, 0n),
  currency: amounts[0]?.currency ?? '',
});

// Creating a format takes longer than using it a hundred times.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`;
  const decimals = decimalsOf(currency);
  const format =
    formats.get(name) ??
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  formats.set(name, format);
  return format;
}

/** `€19.99` for people, with every decimal of the currency. */
export const formatMoney = (money: Money, locale = 'en'): string =>
  // A decimal string, which keeps digits that a number loses.
  formatOf(locale, money.currency).format(toAmount(money) as `${number}`);

export type MoneyMessage = { readonly minor: string; readonly currency: string };
export const moneyToMessage = ({ minor, currency }: Money): MoneyMessage => ({
  minor: minor.toString(),
  currency,
});
export const moneyFromMessage = ({ minor, currency }: MoneyMessage): Money => ({
  minor: BigInt(minor),
  currency,
});

import { formatMoney } from '@shop/client';
import type { RefusalFragment } from '../forms/generated/refusal.ts';
import { fill, type Messages, type Values } from './format.tsx';
import type { Language } from './language.ts';

/** What the text of a refusal depends on: its code, and the values of its message. */
export type RefusalToState = Pick<RefusalFragment, 'code' | 'details' | 'message'>;

/**
 * Returns the text of a refusal in the language of the texts. They have a text for each code; beside it one for a rule
 * (`<code>.<rule>`), or one that states the values of the message (`<code>.details`). Without a text, or without a value
 * that all its texts need, the shop's own message is returned, which is English.
 */
export function refusalText(refusal: RefusalToState, texts: Messages, language: Language): string {
  const { code, details, message } = refusal;
  const rule = details && 'rule' in details ? details.rule : 'details';
  return filled([texts[`${code}.${rule}`], texts[code]], valuesOf(details, language)) ?? message;
}

/** What the text of an error depends on. */
export type ErrorToState = { readonly message: string; readonly extensions?: object };

/** Returns the text of an error in the language of the texts, as `refusalText` does. */
export function errorText({ message, extensions }: ErrorToState, texts: Messages): string {
  const { code, ...values } = { code: '', ...extensions };
  return filled([texts[`${code}.details`], texts[code]], values) ?? message;
}

/** Returns the first text all of whose values are known. */
const filled = (candidates: readonly (string | undefined)[], values: Values): string | undefined =>
  candidates
    .map((text) => text && fill(text, values))
    .find((text) => text && !/\{\w+\}/.test(text));

/** The values that texts may name in braces. */
function valuesOf(details: RefusalToState['details'], language: Language) {
  switch (details?.__typename) {
    case 'ConstraintDetails':
      return details.limit === null ? {} : { limit: details.limit };
    case 'PriceDetails':
      return { total: formatMoney(details.total, language) };
    case 'StockDetails':
      return details.available ? { available: details.available.quantity } : {};
    case 'WaitDetails':
      return { seconds: details.seconds };
    case 'AmountDetails':
      return { left: formatMoney(details.left, language) };
    case 'VoucherDetails':
      return { code: details.code };
    default:
      return {};
  }
}

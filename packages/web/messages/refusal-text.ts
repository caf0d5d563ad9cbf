import { formatMoney } from '@shop/client';
import type { RefusalFragment } from '../forms/generated/refusal.ts';
import { fill, type Messages } from './format.tsx';
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
  const values = valuesOf(details, language);
  const rule = details && 'rule' in details ? details.rule : 'details';
  return (
    [texts[`${code}.${rule}`], texts[code]]
      .map((text) => text && fill(text, values))
      .find((text) => text && !/\{\w+\}/.test(text)) ?? message
  );
}

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

import { stripTypename } from '@apollo/client/utilities';
import { useSend } from '../forms/use-send.ts';
import { withEntry } from '../forms/with-entry.ts';
import { usePage } from '../table/use-page.ts';
import {
  SetTaxRulesDocument,
  type SetTaxRulesInput,
  type TaxRateInput,
  TaxRulesDocument,
} from './generated/taxes.ts';

/** The tax rules of the shop, which are changed together. */
export function useTaxes() {
  const { data, ...page } = usePage(TaxRulesDocument, {});
  const send = useSend(SetTaxRulesDocument, page.refetch);
  const tax = data?.pricingRules?.tax;
  /** Saves a change, unless others have changed the rules since `version`. */
  const change = (next: Partial<SetTaxRulesInput>, version: number | undefined) => {
    const { version: _, ...rules } = stripTypename(tax) ?? empty;
    return send({ ...rules, ...next, expectedVersion: version ?? null });
  };
  return {
    ...page,
    tax,
    change,
    /** Saves another version of the rate at a position, removes it, or adds one at the end. */
    changeRate: (index: number, next: TaxRateInput | undefined, version: number | undefined) =>
      change({ rates: withEntry(stripTypename(tax)?.rates ?? [], index, next) }, version),
  };
}

/** Before the rules are read: no form is shown. */
const empty = { version: 0, pricesIncludeTax: true, rounding: 'LINE' as const, rates: [] };
export type Taxes = ReturnType<typeof useTaxes>;

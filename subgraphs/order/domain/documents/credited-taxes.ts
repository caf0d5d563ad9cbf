import { type AppliedTax, sumOf, sumTaxes } from '../pricing/breakdown.ts';
import { divideHalfUp } from '../pricing/divide.ts';

/** An amount with the taxes in it. */
export type Taxed = { readonly total: bigint; readonly taxes: readonly AppliedTax[] };

/** What is paid back of a part: of a line, of shipping, or of all that is left. */
export type Credit = { readonly part: Taxed; readonly minor: bigint };

const isSame = (one: AppliedTax, other: AppliedTax): boolean =>
  one.name === other.name && one.rate === other.rate;

const totalOf = (documents: readonly Taxed[]): bigint => sumOf(documents.map(({ total }) => total));

/** Returns what the invoices of an order state and the credit notes after them have left. */
export const leftOf = (invoices: readonly Taxed[], creditNotes: readonly Taxed[]): Taxed => ({
  total: totalOf(invoices) - totalOf(creditNotes),
  taxes: sumTaxes(invoices.flatMap(({ taxes }) => taxes)).map((tax) => {
    const credited = creditNotes.flatMap(({ taxes }) => taxes.filter((one) => isSame(one, tax)));
    return { ...tax, minor: tax.minor - sumOf(credited.map(({ minor }) => minor)) };
  }),
});

/**
 * Returns the taxes in what is paid back: of each part in proportion, and never more than is left. What pays back all
 * that is left has all taxes that are left, so that the credit notes of an order have those of its invoice together.
 */
export function creditedTaxes(left: Taxed, credits: readonly Credit[]): readonly AppliedTax[] {
  const isAll = sumOf(credits.map(({ minor }) => minor)) >= left.total;
  return (isAll ? left.taxes : shareOf(left, credits)).filter(({ minor }) => minor > 0n);
}

function shareOf(left: Taxed, credits: readonly Credit[]): readonly AppliedTax[] {
  const taxes = credits.flatMap(({ part, minor }) =>
    part.total > 0n
      ? part.taxes.map((tax) => ({ ...tax, minor: divideHalfUp(tax.minor * minor, part.total) }))
      : [],
  );
  return sumTaxes(taxes).map((tax) => {
    const most = left.taxes.find((one) => isSame(one, tax))?.minor ?? 0n;
    return tax.minor < most ? tax : { ...tax, minor: most };
  });
}

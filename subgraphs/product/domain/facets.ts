import type { Money } from '@shop/domain';
import type { Category } from './category.ts';
import type { FacetCounts } from './ports.ts';

export type ProductFacetValue = {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly priceRange?: { readonly min: Money; readonly max: Money };
};

export type ProductFacet = {
  readonly kind: 'CATEGORY' | 'OPTION' | 'PRICE' | 'IN_STOCK';
  readonly name: string | null;
  readonly values: readonly ProductFacetValue[];
};

const maxValues = 100;

/** Returns the facets of a list in display order, without those that have no values. */
export function facetsOf(counts: FacetCounts, categories: readonly Category[]): ProductFacet[] {
  const names = [...new Set(counts.options.map(({ name }) => name))].sort();
  return [
    facet('CATEGORY', null, categoryValues(counts, categories)),
    ...names.map((name) =>
      facet(
        'OPTION',
        name,
        counts.options
          .filter((option) => option.name === name)
          .map(({ value, count }) => ({ value, label: value, count })),
      ),
    ),
    facet(
      'PRICE',
      null,
      counts.prices.map(({ currency, count, min, max }) => ({
        value: currency,
        label: currency,
        count,
        priceRange: { min: { minor: min, currency }, max: { minor: max, currency } },
      })),
    ),
    facet('IN_STOCK', null, [
      { value: 'true', label: 'In stock', count: counts.stock.yes },
      { value: 'false', label: 'Out of stock', count: counts.stock.no },
    ]),
  ].filter(({ values }) => values.some(({ count }) => count > 0));
}

function categoryValues({ categories: found }: FacetCounts, all: readonly Category[]) {
  const counts = new Map(found.map(({ id, count }) => [id, count]));
  return all.flatMap(({ id, slug, name }) => {
    const count = counts.get(id);
    return count === undefined ? [] : [{ value: slug, label: name, count }];
  });
}

const facet = (
  kind: ProductFacet['kind'],
  name: string | null,
  values: readonly ProductFacetValue[],
): ProductFacet => ({
  kind,
  name,
  values: values.toSorted((a, b) => b.count - a.count).slice(0, maxValues),
});

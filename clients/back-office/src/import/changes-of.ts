import type { Money } from '../forms/money-of.ts';
import type { UpsertProductInput } from './generated/import.ts';
import type { StoredProductFragment } from './generated/stored-products.ts';

/** What an import does to a product, or to one of its variants. */
export type ProductChange =
  | {
      readonly what: 'title' | 'status' | 'categories';
      readonly before: string;
      readonly after: string;
    }
  | { readonly what: 'description' | 'sequence' }
  | { readonly what: 'added'; readonly sku: string; readonly price: Money }
  | { readonly what: 'removed'; readonly sku: string }
  | { readonly what: 'price'; readonly sku: string; readonly before: Money; readonly after: Money }
  | {
      readonly what: 'options';
      readonly sku: string;
      readonly before: string;
      readonly after: string;
    };

type Options = readonly { readonly name: string; readonly value: string }[];

const wordsOf = (options: Options = []): string =>
  options.map(({ name, value }) => `${name}=${value}`).join('; ');

const isSameMoney = (one: Money, other: Money): boolean =>
  Number(one.amount) === Number(other.amount) && one.currencyCode === other.currencyCode;

/** Returns what a row of the file does to the stored product: what the row leaves out stays, besides variants. */
export function changesOf(
  stored: StoredProductFragment | undefined,
  row: UpsertProductInput,
): readonly ProductChange[] {
  const known = new Map(stored?.variants.map((variant) => [variant.sku, variant]));
  const skus = row.variants.map(({ sku }) => sku);
  const common = [...known.keys()].filter((sku) => skus.includes(sku));
  const variants = row.variants.flatMap(({ sku, price, options }): ProductChange[] => {
    const variant = known.get(sku);
    if (!variant) return [{ what: 'added', sku, price }];
    const [before, after] = [wordsOf(variant.options), wordsOf(options)];
    return [
      ...(isSameMoney(variant.price, price)
        ? []
        : [{ what: 'price' as const, sku, before: variant.price, after: price }]),
      ...(before === after ? [] : [{ what: 'options' as const, sku, before, after }]),
    ];
  });
  const removed = [...known.keys()]
    .filter((sku) => !skus.includes(sku))
    .map((sku) => ({ what: 'removed' as const, sku }));
  const isMoved = common.join() !== skus.filter((sku) => known.has(sku)).join();
  return [
    ...(stored ? factsOf(stored, row) : []),
    ...variants,
    ...removed,
    ...(isMoved ? [{ what: 'sequence' as const }] : []),
  ];
}

function factsOf(stored: StoredProductFragment, row: UpsertProductInput): ProductChange[] {
  const [before, after] = [
    slugsOf(stored.categories.map(({ slug }) => slug)),
    slugsOf(row.categories),
  ];
  return [
    ...(stored.title === row.title
      ? []
      : [{ what: 'title' as const, before: stored.title, after: row.title }]),
    ...(!row.status || stored.status === row.status
      ? []
      : [{ what: 'status' as const, before: stored.status, after: row.status }]),
    ...(!row.description || stored.description === row.description
      ? []
      : [{ what: 'description' as const }]),
    ...(!row.categories || before === after
      ? []
      : [{ what: 'categories' as const, before, after }]),
  ];
}

const slugsOf = (slugs: readonly string[] | null = []): string =>
  [...(slugs ?? [])].sort().join(', ');

import {
  atMost,
  isCurrency,
  isId,
  isText,
  isTime,
  isWhole,
  type KeyPart,
  plainText,
  validate,
} from '@shop/domain';
import { z } from 'zod';
import type { Category } from './category.ts';
import { boundedAmount } from './fields.ts';
import type { ProductFilter, ProductSort } from './ports.ts';

const sorts = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'TITLE'] as const;

const some = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item).min(1, 'must not be empty').max(max, `must be at most ${max}`);

const priceRange = z
  .object({
    currencyCode: z.string().refine(isCurrency, 'is no currency'),
    min: z.string().nullish(),
    max: z.string().nullish(),
  })
  .transform(({ currencyCode: currency, ...range }, context) => {
    const bound = (end: 'min' | 'max') => {
      const amount = range[end];
      const money = amount == null ? undefined : boundedAmount(amount, currency);
      if (amount != null && !money) {
        const message = `must be an amount from 0 to 1000000 in ${currency}`;
        context.addIssue({ code: 'custom', path: [end], message });
      }
      return money?.minor;
    };
    const [min, max] = [bound('min'), bound('max')];
    if (min !== undefined && max !== undefined && min > max) {
      context.addIssue({ code: 'custom', path: ['max'], message: 'must not be below min' });
    }
    return { currency, min, max };
  });

const optionFilters = some(
  z.object({ name: plainText(40), values: some(plainText(40), 50) }),
  5,
).refine(
  (list) => new Set(list.map(({ name }) => name)).size === list.length,
  'must have different names',
);

const productListInput = z
  .object({
    search: plainText(100).nullish(),
    sort: z.enum(sorts).nullish(),
    filter: z
      .object({
        ids: some(z.string(), 100).nullish(),
        skus: some(plainText(40), 100).nullish(),
        category: z
          .string()
          .refine(...atMost(120))
          .nullish(),
        price: priceRange.nullish(),
        options: optionFilters.nullish(),
        inStock: z.boolean().nullish(),
        status: some(z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']), 3).nullish(),
      })
      .nullish(),
  })
  .refine(({ search, sort }) => sort !== 'RELEVANCE' || search != null, {
    path: ['sort'],
    message: 'RELEVANCE needs a search',
  });
export type ProductListInput = z.input<typeof productListInput>;

/** What is listed, and in which order. */
export type ProductList = { readonly filter: ProductFilter; readonly sort: ProductSort };

/**
 * Reads what a caller wants to have listed; without `keeps` that is ACTIVE products whatever the input
 * says. `undefined` when nothing can match. Refuses INVALID_VALUE for whatever is out of bounds.
 */
export function parseProductList(
  input: ProductListInput,
  keeps: boolean,
  categories: readonly Category[],
): ProductList | undefined {
  const { search, sort, filter } = validate(productListInput, input);
  const category = categories.find(({ slug }) => slug === filter?.category);
  if (filter?.category != null && !category) return undefined;
  return {
    sort: sort ?? (search == null ? 'NEWEST' : 'RELEVANCE'),
    filter: {
      search: search ?? undefined,
      statuses: keeps ? (filter?.status ?? undefined) : ['ACTIVE'],
      ids: filter?.ids?.filter(isId),
      skus: filter?.skus ?? undefined,
      categoryId: category?.id,
      price: filter?.price ?? undefined,
      options: filter?.options ?? undefined,
      inStock: filter?.inStock ?? undefined,
    },
  };
}

/** Whether a filter asks for products that only their keepers see. */
export const asksForHidden = ({ filter }: ProductListInput): boolean =>
  filter?.status?.some((status) => status !== 'ACTIVE') ?? false;

/** As PostgreSQL writes a float4; below 1e-37 it may refuse to read it. */
const isFloat: KeyPart = (text) =>
  /^\d{1,9}(\.\d{1,12})?(e-\d{2})?$/.test(text) && (Number(text) === 0 || Number(text) >= 1e-37);

/** A title of 120 characters, each of which folds to 18 at most. */
const isTitleKey = isText(120 * 18);

/** What the places in a list with each order are made of. */
export const keyParts: Readonly<Record<ProductSort, readonly KeyPart[]>> = {
  RELEVANCE: [isFloat, isId],
  NEWEST: [isTime, isId],
  PRICE_ASC: [isCurrency, isWhole, isId],
  PRICE_DESC: [isCurrency, isWhole, isId],
  TITLE: [isTitleKey, isId],
};

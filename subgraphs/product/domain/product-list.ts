import {
  atMost,
  currencyField,
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
import { type Category, categoryBySlug } from './category.ts';
import { amountFault, boundedAmount } from './fields.ts';
import type { ProductFilter, ProductSort } from './ports.ts';

const sorts = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'TITLE'] as const;

const nonEmptyArray = <T extends z.ZodType>(item: T, max: number) =>
  z.array(item).min(1, 'must not be empty').max(max, `must have at most ${max} entries`);

const priceRange = z
  .object({
    currencyCode: currencyField,
    min: z.string().nullish(),
    max: z.string().nullish(),
  })
  .transform(({ currencyCode: currency, ...range }, context) => {
    const bound = (end: 'min' | 'max') => {
      const amount = range[end];
      const money = amount == null ? undefined : boundedAmount(amount, currency);
      if (amount != null && !money) {
        context.addIssue({ ...amountFault(amount, currency), path: [end] });
      }
      return money?.minor;
    };
    const [min, max] = [bound('min'), bound('max')];
    if (min !== undefined && max !== undefined && min > max) {
      context.addIssue({ code: 'custom', path: ['max'], message: 'must not be below min' });
    }
    return { currency, min, max };
  });

const optionFilters = nonEmptyArray(
  z.object({ name: plainText(40), values: nonEmptyArray(plainText(40), 50) }),
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
        ids: nonEmptyArray(z.string(), 100).nullish(),
        skus: nonEmptyArray(plainText(40), 100).nullish(),
        category: z
          .string()
          .refine(...atMost(120))
          .nullish(),
        price: priceRange.nullish(),
        options: optionFilters.nullish(),
        inStock: z.boolean().nullish(),
        status: nonEmptyArray(z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']), 3).nullish(),
      })
      .nullish(),
  })
  .refine(({ search, sort }) => sort !== 'RELEVANCE' || search != null, {
    path: ['sort'],
    message: 'must not be RELEVANCE without a search',
  });
export type ProductListInput = z.input<typeof productListInput>;

export type ProductList = { readonly filter: ProductFilter; readonly sort: ProductSort };

/**
 * Parses the arguments of a list of products. Unless the viewer manages the catalogue, the list contains only
 * ACTIVE products. Returns `undefined` when nothing can match. Refuses INVALID_VALUE.
 */
export function parseProductList(
  input: ProductListInput,
  canManage: boolean,
  categories: readonly Category[],
): ProductList | undefined {
  const { search, sort, filter } = validate(productListInput, input);
  const category =
    filter?.category == null ? undefined : categoryBySlug(filter.category, categories);
  if (filter?.category != null && !category) return undefined;
  return {
    sort: sort ?? (search == null ? 'NEWEST' : 'RELEVANCE'),
    filter: {
      search: search ?? undefined,
      statuses: canManage ? (filter?.status ?? undefined) : ['ACTIVE'],
      ids: filter?.ids?.filter(isId),
      skus: filter?.skus ?? undefined,
      categoryId: category?.id,
      price: filter?.price ?? undefined,
      options: filter?.options ?? undefined,
      inStock: filter?.inStock ?? undefined,
    },
  };
}

/** Whether a filter selects products that only viewers with `catalog:write` may see. */
export const selectsHidden = ({ filter }: ProductListInput): boolean =>
  filter?.status?.some((status) => status !== 'ACTIVE') ?? false;

/** A float4 as PostgreSQL writes it; it may refuse to read numbers below 1e-37. */
const isFloat: KeyPart = (text) =>
  /^\d{1,9}(\.\d{1,12})?(e-\d{2})?$/.test(text) && (Number(text) === 0 || Number(text) >= 1e-37);

/** The words of a title of 120 characters, each of which folds to at most 18. */
const isTitleKey = isText(120 * 18 * 2);

/** The parts of the sort key of each sort. */
export const keyParts: Readonly<Record<ProductSort, readonly KeyPart[]>> = {
  RELEVANCE: [isWhole, isFloat, isId],
  NEWEST: [isTime, isId],
  PRICE_ASC: [isCurrency, isWhole, isId],
  PRICE_DESC: [isCurrency, isWhole, isId],
  TITLE: [isTitleKey, isId],
};

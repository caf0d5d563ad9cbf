import type { ProductFilter, ProductSort } from './generated/search.ts';

export const sorts = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'TITLE'] as const;
const optionPrefix = 'option.';

/** The options that a URL chooses, by name: `?option.Color=Black&option.Color=Red`. */
export function optionsOf(params: URLSearchParams): Map<string, readonly string[]> {
  const names = [...new Set(params.keys())].filter((key) => key.startsWith(optionPrefix));
  return new Map(names.map((key) => [key.slice(optionPrefix.length), params.getAll(key)]));
}

const bounds = ['min', 'max'] as const;

/** Whether the lowest price that a URL chooses is above the highest. */
export const isReversed = (params: URLSearchParams): boolean =>
  Number(params.get('min') ?? 0) > Number(params.get('max') || Number.POSITIVE_INFINITY);

/** The range of prices that a URL chooses, unless it is reversed: `?currency=EUR&min=20&max=50`. */
function pricesOf(params: URLSearchParams) {
  const currencyCode = params.get('currency');
  const chosen = bounds.flatMap((bound) => {
    const amount = params.get(bound);
    return amount && /^\d{1,7}(\.\d{1,2})?$/.test(amount) ? [[bound, amount] as const] : [];
  });
  if (!currencyCode || chosen.length === 0 || isReversed(params)) return undefined;
  return { currencyCode, ...Object.fromEntries(chosen) };
}

/** Returns the URL's parameters with the bounds of prices that a form has; empty ones are left out. */
export function withPrices(
  params: URLSearchParams,
  currency: string,
  form: FormData,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of ['currency', ...bounds]) next.delete(key);
  for (const bound of bounds) {
    const amount = String(form.get(bound) ?? '')
      .trim()
      .replace(',', '.');
    if (amount) next.set(bound, amount);
  }
  if (bounds.some((bound) => next.has(bound))) next.set('currency', currency);
  return next;
}

/** Returns the search that the URL of a listing stands for. The first page is not part of it. */
export function searchOf(params: URLSearchParams, category: string | undefined) {
  const options = [...optionsOf(params)].map(([name, values]) => ({ name, values: [...values] }));
  const price = pricesOf(params);
  const filter: ProductFilter = {
    ...(category && { category }),
    ...(params.has('inStock') && { inStock: true }),
    ...(options.length > 0 && { options }),
    ...(price && { price }),
  };
  const search = params.get('q')?.trim();
  const sort = sorts.find((one) => one === params.get('sort')) as ProductSort | undefined;
  // By relevance needs words.
  const isSorted = sort && (search || sort !== 'RELEVANCE');
  return { filter, ...(search && { search }), ...(isSorted && { sort }) };
}

export const optionKey = (name: string): string => `${optionPrefix}${name}`;

import type { FormValues, Refusal } from '@shop/web';
import { decimalOf, listOf, numberOf } from '../forms/values.ts';
import { optionsOf } from '../import/products-of.ts';
import type { CreateProductInput } from './generated/create.ts';
import { pictureOf } from './picture-fields.tsx';

/** How many entries the lists of the form have. */
export type Sizes = { readonly variants: number; readonly pictures: number };

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Returns the names of the fields of an entry, which are the beginnings of the paths of its refusals. */
export const variantName = (n: number, part: 'sku' | 'price' | 'options' | 'weightGrams') =>
  `variants.${n}.${part}`;
export const picturePrefix = (n: number) => `images.${n}.`;

/** Returns the names of all fields. */
export const newProductFields = ({ variants, pictures }: Sizes): string[] => [
  ...['title', 'slug', 'description', 'categories', 'status', 'currency'],
  ...upTo(variants).flatMap((n) =>
    (['sku', 'price', 'options', 'weightGrams'] as const).map((part) => variantName(n, part)),
  ),
  ...upTo(pictures).flatMap((n) => ['url', 'alt'].map((part) => `${picturePrefix(n)}${part}`)),
];

type NewProduct = Omit<CreateProductInput, 'idempotencyKey'>;

/** Returns the product that a form describes, or what is wrong with it. `message` is about options that cannot be read. */
export function newProductOf(
  values: FormValues,
  { variants, pictures }: Sizes,
  message: string,
): NewProduct | readonly Refusal[] {
  const currencyCode = values['currency']?.trim() ?? '';
  const options = upTo(variants).map((n) => optionsOf(values[variantName(n, 'options')]));
  const faults = options.flatMap((one, n) =>
    one ? [] : [{ field: ['variants', String(n), 'options'], message }],
  );
  if (faults.length > 0) return faults;
  return {
    title: values['title']?.trim() ?? '',
    slug: values['slug']?.trim() || null,
    description: values['description']?.trim() ?? '',
    status: values['status'] === 'ACTIVE' ? 'ACTIVE' : 'DRAFT',
    categories: listOf(values['categories']),
    images: upTo(pictures).map((n) => pictureOf(values, picturePrefix(n))),
    variants: upTo(variants).map((n) => ({
      sku: values[variantName(n, 'sku')]?.trim() ?? '',
      price: { amount: decimalOf(values[variantName(n, 'price')]), currencyCode },
      options: [...(options[n] ?? [])],
      weightGrams: numberOf(values[variantName(n, 'weightGrams')]),
    })),
  };
}

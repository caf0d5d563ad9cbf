import { decimalOf } from '../forms/values.ts';
import type { ProductStatus, UpsertProductInput } from './generated/import.ts';
import type { Row } from './read-rows.ts';

/** What is wrong with a row of a file, before the shop is asked. */
export type RowFault = { readonly line: number; readonly fault: 'column' | 'amount' | 'options' };
/** A product of a file, with the lines of its variants. */
export type FileProduct = {
  readonly product: UpsertProductInput;
  readonly lines: readonly number[];
};

export const columns = [
  'slug',
  'title',
  'description',
  'status',
  'categories',
  'sku',
  'options',
  'price',
  'currency',
] as const;
const required = ['slug', 'sku', 'price', 'currency'] as const;

type Options = readonly { readonly name: string; readonly value: string }[];

/** Reads `Size=M; Colour=Red`; `undefined` when that is not what the text is. */
export function optionsOf(text = ''): Options | undefined {
  const parts = text.split(';').filter((part) => part.trim());
  const options = parts.map((part) => {
    const [name = '', value = ''] = part.split('=').map((side) => side.trim());
    return { name, value };
  });
  return options.every(({ name, value }) => name && value) ? options : undefined;
}

function faultOf({ line, values }: Row): RowFault | undefined {
  if (required.some((column) => !values[column])) return { line, fault: 'column' };
  if (!/^\d+(\.\d+)?$/.test(decimalOf(values['price']))) return { line, fault: 'amount' };
  return optionsOf(values['options']) ? undefined : { line, fault: 'options' };
}

const variantOf = ({ values }: Row) => ({
  sku: values['sku'] ?? '',
  price: { amount: decimalOf(values['price']), currencyCode: values['currency'] ?? '' },
  options: [...(optionsOf(values['options']) ?? [])],
});

/** Returns the products of the rows: rows of one slug are variants of one product, whose other columns the first row has. */
export function productsOf(rows: readonly Row[]): {
  readonly products: readonly FileProduct[];
  readonly faults: readonly RowFault[];
} {
  const faults = rows.flatMap((row) => faultOf(row) ?? []);
  const slugs = [...new Set(rows.flatMap(({ values }) => values['slug'] || []))];
  const products = slugs.map((slug) => {
    const own = rows.filter(({ values }) => values['slug'] === slug);
    const { title = '', description, status, categories } = own[0]?.values ?? {};
    const product = {
      slug,
      title,
      ...(description && { description }),
      ...(status && { status: status.toUpperCase() as ProductStatus }),
      ...(categories && { categories: categories.split(';').map((one) => one.trim()) }),
      variants: own.map(variantOf),
    };
    return { product, lines: own.map(({ line }) => line) };
  });
  return { products, faults };
}

import {
  fromAmount,
  isCurrency,
  newId,
  Refusal,
  type RefusalReason,
  refuse,
  validate,
} from '@shop/schema';
import { z } from 'zod';
import type { Category } from './category.ts';
import type { CategoryStore, ProductStore } from './ports.ts';
import { type Product, type ProductVariant, productMessage } from './product.ts';

const text = (max: number) =>
  z.string().trim().min(1, 'must not be empty').max(max, `must have at most ${max} characters`);

const maxMajorUnits = 1_000_000;
const price = z
  .object({ amount: z.string(), currencyCode: z.string().refine(isCurrency, 'is no currency') })
  .transform(({ amount, currencyCode }, context) => {
    const money = fromAmount(amount, currencyCode);
    if (money && Number(amount) <= maxMajorUnits) return money;
    context.addIssue(`must be an amount from 0 to ${maxMajorUnits} in ${currencyCode}`);
    return z.NEVER;
  });

const slug = z
  .string()
  .max(120, 'must have at most 120 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

const createProductInput = z.object({
  title: text(120),
  slug: slug.nullish(),
  description: z.string().max(5_000, 'must have at most 5000 characters').default(''),
  status: z
    .enum(['DRAFT', 'ACTIVE', 'ARCHIVED'])
    .refine((status) => status !== 'ARCHIVED', 'a new product is DRAFT or ACTIVE')
    .default('DRAFT'),
  categories: z.array(z.string()).max(10, 'must be at most 10').default([]),
  variants: z
    .array(
      z.object({
        sku: z
          .string()
          .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, 'must be letters, digits and hyphens')
          .max(40, 'must have at most 40 characters'),
        options: z
          .array(z.object({ name: text(40), value: text(40) }))
          .max(3, 'must be at most 3')
          .default([]),
        price,
      }),
    )
    .min(1, 'a product needs at least one variant')
    .max(100, 'a product has at most 100 variants'),
});
export type CreateProductInput = z.input<typeof createProductInput>;

/**
 * Adds a product. Refuses INVALID_VALUE (bounds, unknown categories, variants that are alike or
 * have different options or currencies), SLUG_TAKEN and SKU_TAKEN.
 */
export async function createProduct(
  { products, categories }: { products: ProductStore; categories: CategoryStore },
  input: CreateProductInput,
  now = new Date(),
): Promise<Product> {
  const request = validate(createProductInput, input);
  refuseUnlikeVariants(request.variants);
  const categoryIds = idsOf(request.categories, await categories.all());
  const id = newId();
  const product: Product = {
    id,
    slug: request.slug ?? slugOf(request.title),
    title: request.title,
    description: request.description,
    status: request.status,
    categoryIds,
    variants: request.variants.map((variant) => ({ ...variant, id: newId(), productId: id })),
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  const data = productMessage(product);
  return products.add({
    next: product,
    events: [{ type: 'product.created.v1', subject: id, data }],
  });
}

type NewVariant = Pick<ProductVariant, 'sku' | 'options' | 'price'>;

function refuseUnlikeVariants(variants: readonly NewVariant[]): void {
  const names = optionNames(variants[0]);
  const currency = variants[0]?.price.currency;
  const skus = new Set<string>();
  const choices = new Set<string>();
  const reasons: RefusalReason[] = [];
  const fault = (index: number, part: string, message: string) =>
    reasons.push({ code: 'INVALID_VALUE', message, field: ['variants', String(index), part] });
  for (const [index, variant] of variants.entries()) {
    const choice = JSON.stringify(variant.options.map(({ value }) => value));
    if (optionNames(variant) !== names) fault(index, 'options', 'must name the same options');
    else if (choices.has(choice)) fault(index, 'options', 'another variant has the same values');
    if (skus.has(variant.sku)) fault(index, 'sku', 'another variant has this SKU');
    if (variant.price.currency !== currency) fault(index, 'price', 'must be in the same currency');
    choices.add(choice);
    skus.add(variant.sku);
  }
  if (reasons.length > 0) throw new Refusal(reasons);
}

const optionNames = (variant: NewVariant | undefined): string =>
  JSON.stringify(variant?.options.map(({ name }) => name));

function idsOf(slugs: readonly string[], categories: readonly Category[]): string[] {
  const bySlug = new Map(categories.map((category) => [category.slug, category.id]));
  return [...new Set(slugs)].map(
    (wanted, index) =>
      bySlug.get(wanted) ??
      refuse('INVALID_VALUE', 'is no category', ['categories', String(index)]),
  );
}

/** `Crème Brûlée Set` -> `creme-brulee-set`. Refuses a title that leaves nothing. */
function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const made = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return made || refuse('INVALID_VALUE', 'is needed for this title', ['slug']);
}

import { mutationPayload } from '@shop/service';
import type { ProductContext } from '../context.ts';
import { addVariant } from '../domain/add-variant.ts';
import { archiveProduct } from '../domain/archive-product.ts';
import { bulkUpsertProducts } from '../domain/bulk-upsert-products.ts';
import type { Category } from '../domain/category.ts';
import { createCategory } from '../domain/create-category.ts';
import { createProduct } from '../domain/create-product.ts';
import type { Product, ProductVariant } from '../domain/product.ts';
import { publishProduct } from '../domain/publish-product.ts';
import { removeVariant } from '../domain/remove-variant.ts';
import { setVariantPrice } from '../domain/set-variant-price.ts';
import { updateCategory } from '../domain/update-category.ts';
import { updateProduct } from '../domain/update-product.ts';
import { updateVariant } from '../domain/update-variant.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** The changed product and variant of a payload. */
const withVariant = (product: Product, variantId: string): VariantPayload => ({
  product,
  variant: product.variants.find(({ id }) => id === variantId) ?? null,
});

type ProductPayload = { product: Product | null };
type VariantPayload = ProductPayload & { variant: ProductVariant | null };

/** The payload of a mutation of a product: the product after the change or, when refused, as it is now. */
const productPayload = <T extends ProductPayload>(
  { loaders }: ProductContext,
  id: string,
  work: () => Promise<T>,
) =>
  mutationPayload<T>(
    work,
    async () => ({ product: await loaders.product.clear(id).load(id) }) as Partial<T>,
  );

/** The same for a mutation of a variant. */
const variantPayload = <T extends VariantPayload>(
  { loaders }: ProductContext,
  id: string,
  work: () => Promise<T>,
) =>
  mutationPayload<T>(work, async () => {
    const variant = (await loaders.variant.clear(id).load(id)) ?? null;
    const product =
      variant && (await loaders.product.clear(variant.productId).load(variant.productId));
    return { product, variant } as Partial<T>;
  });

export const Mutation: MutationResolvers = {
  createProduct: (_, { input }, context) =>
    mutationPayload(async () => ({ product: await createProduct(context, context.viewer, input) })),
  updateProduct: (_, { input }, context) =>
    productPayload(context, input.productId, async () => ({
      product: await updateProduct(context, context.viewer, input),
    })),
  publishProduct: (_, { input }, context) =>
    productPayload(context, input.productId, async () => ({
      product: await publishProduct(context.products, context.viewer, input),
    })),
  archiveProduct: (_, { input }, context) =>
    productPayload(context, input.productId, async () => ({
      product: await archiveProduct(context.products, context.viewer, input),
    })),
  addVariant: (_, { input }, context) =>
    productPayload<VariantPayload>(context, input.productId, () =>
      addVariant(context.products, context.viewer, input),
    ),
  updateVariant: (_, { input }, context) =>
    variantPayload(context, input.variantId, async () =>
      withVariant(await updateVariant(context.products, context.viewer, input), input.variantId),
    ),
  removeVariant: (_, { input }, context) =>
    variantPayload<VariantPayload & { removedVariantId: string | null }>(
      context,
      input.variantId,
      async () => ({
        product: await removeVariant(context.products, context.viewer, input),
        variant: null,
        removedVariantId: input.variantId,
      }),
    ),
  setVariantPrice: (_, { input }, context) =>
    variantPayload(context, input.variantId, async () =>
      withVariant(await setVariantPrice(context.products, context.viewer, input), input.variantId),
    ),
  createCategory: (_, { input }, { categories, viewer }) =>
    mutationPayload(async () => ({ category: await createCategory(categories, viewer, input) })),
  updateCategory: (_, { input }, { categories, viewer }) =>
    mutationPayload<{ category: Category | null }>(
      async () => ({ category: await updateCategory(categories, viewer, input) }),
      async () => {
        const all = await categories.all();
        return { category: all.find(({ id }) => id === input.categoryId) ?? null };
      },
    ),
  bulkUpsertProducts: (_, { input }, context) =>
    mutationPayload(async () => ({
      results: [...(await bulkUpsertProducts(context, context.viewer, input))],
    })),
};

import { mutationPayload } from '@shop/service';
import { addVariant } from '../domain/add-variant.ts';
import { archiveProduct } from '../domain/archive-product.ts';
import { bulkUpsertProducts } from '../domain/bulk-upsert-products.ts';
import { createCategory } from '../domain/create-category.ts';
import { createProduct } from '../domain/create-product.ts';
import type { Product } from '../domain/product.ts';
import { publishProduct } from '../domain/publish-product.ts';
import { removeVariant } from '../domain/remove-variant.ts';
import { setVariantPrice } from '../domain/set-variant-price.ts';
import { updateCategory } from '../domain/update-category.ts';
import { updateProduct } from '../domain/update-product.ts';
import { updateVariant } from '../domain/update-variant.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

/** The changed product and variant of a payload. */
const withVariant = (product: Product, variantId: string) => ({
  product,
  variant: product.variants.find(({ id }) => id === variantId) ?? null,
});

export const Mutation: MutationResolvers = {
  createProduct: (_, { input }, context) =>
    mutationPayload(async () => ({ product: await createProduct(context, input) })),
  updateProduct: (_, { input }, context) =>
    mutationPayload(async () => ({ product: await updateProduct(context, input) })),
  publishProduct: (_, { input }, { products }) =>
    mutationPayload(async () => ({ product: await publishProduct(products, input) })),
  archiveProduct: (_, { input }, { products }) =>
    mutationPayload(async () => ({ product: await archiveProduct(products, input) })),
  addVariant: (_, { input }, { products }) => mutationPayload(() => addVariant(products, input)),
  updateVariant: (_, { input }, { products }) =>
    mutationPayload(async () => withVariant(await updateVariant(products, input), input.variantId)),
  removeVariant: (_, { input }, { products }) =>
    mutationPayload(async () => ({ product: await removeVariant(products, input) })),
  setVariantPrice: (_, { input }, { products }) =>
    mutationPayload(async () =>
      withVariant(await setVariantPrice(products, input), input.variantId),
    ),
  createCategory: (_, { input }, { categories }) =>
    mutationPayload(async () => ({ category: await createCategory(categories, input) })),
  updateCategory: (_, { input }, { categories }) =>
    mutationPayload(async () => ({ category: await updateCategory(categories, input) })),
  bulkUpsertProducts: (_, { input }, context) =>
    mutationPayload(async () => ({
      results: [...(await bulkUpsertProducts(context, context.viewer, input))],
    })),
};

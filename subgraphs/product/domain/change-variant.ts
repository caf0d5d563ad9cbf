import { assertVersion, type Change, type IdempotencyKey, refuse } from '@shop/domain';
import type { ProductStore } from './ports.ts';
import type { Product, ProductEvent, ProductVariant } from './product.ts';

type Target = { readonly variantId: string; readonly expectedVersion?: number | null | undefined };

/** Changes the product of a variant, once per key. Refuses NOT_FOUND, VERSION_CONFLICT and IDEMPOTENCY_CONFLICT. */
export async function changeVariant(
  products: ProductStore,
  { variantId, expectedVersion }: Target,
  once: IdempotencyKey | undefined,
  decide: (product: Product, variant: ProductVariant) => Change<Product, ProductEvent>,
): Promise<Product> {
  const [known] = await products.variantsByIds([variantId], true);
  // The first request may have removed it.
  if (!known) return (once && (await products.changedBy(once))) ?? variantNotFound();
  return products.update(
    known.productId,
    (product) => {
      const variant = product.variants.find(({ id }) => id === variantId);
      if (!variant) return variantNotFound();
      assertVersion(product, expectedVersion);
      return decide(product, variant);
    },
    once,
  );
}

const variantNotFound = () => refuse('NOT_FOUND', 'The variant does not exist.', ['variantId']);

/** Returns the product with a changed variant. */
export const withVariant = (product: Product, variant: ProductVariant): Product => ({
  ...product,
  variants: product.variants.map((other) => (other.id === variant.id ? variant : other)),
});

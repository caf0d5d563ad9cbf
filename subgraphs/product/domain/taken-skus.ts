import { Refusal } from '@shop/domain';
import type { ProductStore } from './ports.ts';

/** Runs work that adds variants. Refuses SKU_TAKEN for each of them whose SKU another product has, at its path. */
export async function withTakenSkus<T>(
  products: Pick<ProductStore, 'variantsBySkus'>,
  skus: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const taken =
      error instanceof Refusal && error.reasons.find(({ code }) => code === 'SKU_TAKEN');
    if (!taken) throw error;
    const found = await products.variantsBySkus(skus, true);
    const reasons = skus.flatMap((_, index) =>
      found[index] ? [{ ...taken, field: ['variants', String(index), 'sku'] }] : [],
    );
    // The other product may have lost its variant meanwhile.
    throw reasons.length > 0 ? new Refusal(reasons) : error;
  }
}

import { newId } from '@shop/domain';
import type { TrackedProduct } from '../domain/ports.ts';

/** Returns the first version of a new active product with these variants. */
export const productOf = (...variants: TrackedProduct['variants']): TrackedProduct => ({
  productId: newId(),
  version: 1,
  status: 'ACTIVE',
  variants,
});

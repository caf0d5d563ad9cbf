import type { RefusalReason } from '@shop/domain';
import type { CatalogueVariant } from './ports.ts';

export type LineFault = Pick<RefusalReason, 'code' | 'message' | 'details'>;

export const duplicateLine: LineFault = {
  code: 'DUPLICATE_LINE',
  message: 'Another line already has this variant.',
};

/** Returns why a variant cannot be ordered; `undefined` when it can. */
export function saleFault(variant: CatalogueVariant | undefined): LineFault | undefined {
  if (!variant) return { code: 'UNKNOWN_VARIANT', message: 'There is no such variant.' };
  if (variant.forSale) return undefined;
  return {
    code: 'VARIANT_UNAVAILABLE',
    message: `${variant.title} is not for sale at the moment.`,
  };
}

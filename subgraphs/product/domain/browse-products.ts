import { hasScope, type Viewer } from '@shop/schema';
import { isPublic, type Product } from './product.ts';

/** Whether this person keeps the catalogue, and sees all of it. */
export const isKeeper = (viewer: Viewer | undefined): boolean => hasScope(viewer, 'catalog:write');

/** Whether this person may see the product: everybody if it is on sale, otherwise its keepers. */
export const maySee = (product: Product, viewer: Viewer | undefined): boolean =>
  isPublic(product) || isKeeper(viewer);

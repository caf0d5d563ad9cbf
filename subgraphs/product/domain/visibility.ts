import { hasScope, type Viewer } from '@shop/schema';
import { isPublic, type Product } from './product.ts';

/** Whether the viewer manages the catalogue, and so sees all of it. */
export const canManageCatalog = (viewer: Viewer | undefined): boolean =>
  hasScope(viewer, 'catalog:write');

/** Whether the viewer may see the product: everyone if it is on sale, otherwise those who manage the catalogue. */
export const canRead = (
  product: Pick<Product, 'status'>,
  { viewer }: { readonly viewer: Viewer | undefined },
): boolean => isPublic(product) || canManageCatalog(viewer);

import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** The catalogue and its prices. */
export const productRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/products', document: documents.ProductsDocument },
  {
    method: 'POST',
    path: '/products',
    document: documents.CreateProductDocument,
    resource: 'product',
    created: '/products/{id}',
  },
  {
    method: 'GET',
    path: '/products/by-slug/{slug}',
    document: documents.ProductBySlugDocument,
    summary: 'One product by its slug',
    renamed: 'slug',
  },
  {
    method: 'GET',
    path: '/products/{productId}',
    document: documents.ProductDocument,
    summary: 'One product',
  },
  {
    method: 'PATCH',
    path: '/products/{productId}',
    document: documents.UpdateProductDocument,
    resource: 'product',
  },
  {
    method: 'POST',
    path: '/products/{productId}/publish',
    document: documents.PublishProductDocument,
    resource: 'product',
  },
  {
    method: 'POST',
    path: '/products/{productId}/archive',
    document: documents.ArchiveProductDocument,
    resource: 'product',
  },
  {
    method: 'PUT',
    path: '/variants/{variantId}/price',
    document: documents.SetVariantPriceDocument,
    resource: 'product',
  },
  { method: 'GET', path: '/categories', document: documents.CategoriesDocument },
];

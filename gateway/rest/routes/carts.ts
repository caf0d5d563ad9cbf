import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** The cart of the viewer, or that of the guest whose token is in the header `Cart-Token`. */
export const cartRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/cart', document: documents.CartDocument },
  { method: 'DELETE', path: '/cart', document: documents.ClearCartDocument, resource: 'cart' },
  {
    method: 'POST',
    path: '/cart/lines',
    document: documents.AddCartLinesDocument,
    resource: 'cart',
  },
  {
    method: 'PUT',
    path: '/cart/lines',
    document: documents.SetCartLinesDocument,
    resource: 'cart',
  },
  {
    method: 'POST',
    path: '/cart/vouchers',
    document: documents.ApplyVoucherDocument,
    resource: 'cart',
  },
  {
    method: 'DELETE',
    path: '/cart/vouchers/{code}',
    document: documents.RemoveVoucherDocument,
    resource: 'cart',
  },
  { method: 'POST', path: '/cart/merge', document: documents.MergeCartDocument, resource: 'cart' },
];

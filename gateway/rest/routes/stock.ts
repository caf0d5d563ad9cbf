import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** The stock of variants. */
export const stockRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/stock', document: documents.StockItemsDocument },
  {
    method: 'POST',
    path: '/variants/{variantId}/stock/receive',
    document: documents.ReceiveStockDocument,
    resource: 'stock',
  },
  {
    method: 'POST',
    path: '/variants/{variantId}/stock/adjust',
    document: documents.AdjustStockDocument,
    resource: 'stock',
  },
  {
    method: 'PUT',
    path: '/variants/{variantId}/stock/threshold',
    document: documents.SetLowStockThresholdDocument,
    resource: 'stock',
  },
];

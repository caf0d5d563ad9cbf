import { type ComponentType, lazy } from 'react';
import type { Scope } from './account/use-viewer.ts';
import type { MessageKey } from './messages/messages.ts';

type Area = {
  /** Below the back office. */
  readonly path: string;
  readonly title: MessageKey;
  /** The scope without which the area is not shown. */
  readonly scope: Scope;
  readonly pages: Readonly<Record<string, ComponentType>>;
};

/** The areas of the back office in the sequence of the navigation, with their pages by the rest of the path. */
export const areas: readonly Area[] = [
  {
    path: 'orders',
    title: 'orders',
    scope: 'orders:read',
    pages: {
      '': lazy(() => import('./orders/orders.tsx')),
      new: lazy(() => import('./orders/new-order.tsx')),
      ':number': lazy(() => import('./orders/order-page.tsx')),
    },
  },
  {
    path: 'gift-cards',
    title: 'giftCards',
    scope: 'orders:read',
    pages: {
      '': lazy(() => import('./gift-cards/gift-card-list.tsx')),
      ':id': lazy(() => import('./gift-cards/gift-card-page.tsx')),
    },
  },
  {
    path: 'products',
    title: 'products',
    scope: 'catalog:write',
    pages: {
      '': lazy(() => import('./products/product-list.tsx')),
      import: lazy(() => import('./import/import-page.tsx')),
      new: lazy(() => import('./products/new-product.tsx')),
      ':id': lazy(() => import('./products/product-page.tsx')),
    },
  },
  {
    path: 'stock',
    title: 'stock',
    scope: 'inventory:read',
    pages: {
      '': lazy(() => import('./stock/stock-list.tsx')),
      ':variantId': lazy(() => import('./stock/stock-page.tsx')),
    },
  },
  {
    path: 'promotions',
    title: 'promotions',
    scope: 'pricing:write',
    pages: {
      '': lazy(() => import('./promotions/promotion-list.tsx')),
      new: lazy(() => import('./promotions/new-promotion.tsx')),
      ':code': lazy(() => import('./promotions/promotion-page.tsx')),
    },
  },
  {
    path: 'vouchers',
    title: 'vouchers',
    scope: 'pricing:write',
    pages: { '': lazy(() => import('./vouchers/voucher-list.tsx')) },
  },
  {
    path: 'shipping',
    title: 'shipping',
    scope: 'pricing:write',
    pages: { '': lazy(() => import('./shipping/shipping-page.tsx')) },
  },
  {
    path: 'taxes',
    title: 'taxes',
    scope: 'pricing:write',
    pages: { '': lazy(() => import('./taxes/tax-list.tsx')) },
  },
  {
    path: 'users',
    title: 'users',
    scope: 'users:read',
    pages: {
      '': lazy(() => import('./users/user-list.tsx')),
      ':id': lazy(() => import('./users/user-page.tsx')),
    },
  },
  {
    path: 'dead-letters',
    title: 'deadLetters',
    scope: 'events:manage',
    pages: { '': lazy(() => import('./dead-letters/dead-letters.tsx')) },
  },
];

/** Whether the viewer may see something of the start page. */
export const hasStartPage = (can: (scope: Scope) => boolean): boolean =>
  can('orders:read') || can('inventory:read');

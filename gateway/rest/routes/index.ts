import type { RestRoute } from '../route.ts';
import { cartRoutes } from './carts.ts';
import { giftCardRoutes } from './gift-cards.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { stockRoutes } from './stock.ts';
import { userRoutes } from './users.ts';

/** Every route of REST. Where two paths match, the first one serves. */
export const restRoutes: readonly RestRoute[] = [
  ...userRoutes,
  ...productRoutes,
  ...stockRoutes,
  ...cartRoutes,
  ...giftCardRoutes,
  ...orderRoutes,
];

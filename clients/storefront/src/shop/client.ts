import { createWebClient } from '@shop/web';

export const client = createWebClient('shop-storefront', '0.1.0');

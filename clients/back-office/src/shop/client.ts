import { createWebClient } from '@shop/web';

export const client = createWebClient('shop-back-office', '0.1.0');

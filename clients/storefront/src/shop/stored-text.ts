import { type StoredText, storedText } from '@shop/web';

/** The key to the cart of a guest. */
export const cartToken = storedText('shop.cart-token');
/** The key to an order of a guest, by the number of the order. */
export const orderToken = (number: string): StoredText => storedText(`shop.order-token.${number}`);

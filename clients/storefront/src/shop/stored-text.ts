import { type StoredText, storedText } from '@shop/web';

/** The key to the cart of a guest. */
export const cartToken = storedText('shop.cart-token');
/** The key to an order of a guest, by the number of the order. */
export const orderToken = (number: string): StoredText => storedText(`shop.order-token.${number}`);

/** What the shop has answered to an order when no page waited for it: the number of the order, or why it was refused. */
export type SentOrder = {
  readonly number: string | undefined;
  readonly refusal: string | undefined;
};
const sentOrderText = storedText('shop.sent-order');
/** The last of these answers, until it was shown. */
export const sentOrder = {
  write: (sent: SentOrder | undefined): void => sentOrderText.write(sent && JSON.stringify(sent)),
  use: (): SentOrder | undefined => {
    const text = sentOrderText.use();
    return text === undefined ? undefined : (JSON.parse(text) as SentOrder);
  },
};

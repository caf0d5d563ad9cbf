import { useMutation } from '@apollo/client/react';
import { RefusalMessage } from '@shop/web';
import { useState } from 'react';
import { CartDocument } from '../cart/generated/cart.ts';
import { useCart, withToken } from '../cart/use-cart.ts';
import { withCart } from '../cart/with-cart.ts';
import { useFormat } from '../messages/messages.ts';
import { cartToken } from '../shop/stored-text.ts';
import { OrderAgainDocument, type OrderAgainMutation } from './generated/order-changes.ts';

type Props = {
  readonly orderId: string;
  readonly token: string | undefined;
  readonly onAdded: () => void;
};
type Skipped = NonNullable<NonNullable<OrderAgainMutation['reorder']>['skipped']>;

/** Puts the lines of an order into the cart, and names those that cannot be ordered any more. */
export function OrderAgain({ orderId, token, onAdded }: Props) {
  const { text } = useFormat();
  const cart = useCart();
  const [send, { loading }] = useMutation(OrderAgainDocument);
  const [refusal, setRefusal] = useState<string>();
  const [skipped, setSkipped] = useState<Skipped>([]);
  async function addTo(found: string | undefined) {
    const input = { orderId, ...(token && { orderToken: token }), ...withToken(found) };
    const { data } = await send({
      variables: { input },
      update(cache, result) {
        const added = result.data?.reorder;
        const variables = withToken(added?.cartToken ?? found);
        if (added?.cart) {
          cache.writeQuery({ query: CartDocument, variables, data: { cart: added.cart } });
        }
      },
    });
    return data?.reorder;
  }
  async function add() {
    const payload = await withCart(cart.token, addTo);
    if (payload?.cartToken) cartToken.write(payload.cartToken);
    setRefusal(payload?.userErrors[0]?.message);
    setSkipped(payload?.skipped ?? []);
    if (payload?.skipped?.length === 0) onAdded();
  }
  return (
    <div>
      <button
        type="button"
        disabled={loading}
        onClick={() => void add().catch((error: Error) => setRefusal(error.message))}
      >
        {text('order.again')}
      </button>
      <RefusalMessage message={refusal} />
      {skipped.map(({ variantId, title, message }) => (
        <RefusalMessage key={variantId} message={`${title}: ${message}`} />
      ))}
    </div>
  );
}

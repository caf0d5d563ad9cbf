import { useMutation } from '@apollo/client/react';
import { cartToken } from '../shop/stored-text.ts';
import { changeQuantity } from './change-quantity.ts';
import { CartDocument, type CartFragment } from './generated/cart.ts';
import {
  AddToCartDocument,
  ApplyVoucherDocument,
  RemoveVoucherDocument,
  SetCartLinesDocument,
} from './generated/cart-changes.ts';
import { useCart, withToken } from './use-cart.ts';

type Refusals = readonly { readonly message: string }[];
const messageOf = (refusals: Refusals | undefined) => refusals?.[0]?.message;

/** Returns what puts units into the cart. It resolves to the message of a refusal. */
export function useAddToCart() {
  const { token } = useCart();
  const [send, { loading }] = useMutation(AddToCartDocument);
  async function add(variantId: string, quantity: number): Promise<string | undefined> {
    const lines = [{ variantId, quantity }];
    const { data } = await send({
      variables: { input: { ...withToken(token), lines, idempotencyKey: crypto.randomUUID() } },
      update(cache, result) {
        const added = result.data?.addCartLines;
        const variables = withToken(added?.cartToken ?? token);
        if (added?.cart) {
          cache.writeQuery({ query: CartDocument, variables, data: { cart: added.cart } });
        }
      },
    });
    const payload = data?.addCartLines;
    if (payload?.cartToken) cartToken.write(payload.cartToken);
    return messageOf(payload?.userErrors);
  }
  return { add, loading };
}

/** Returns what changes the lines and vouchers of a cart; lines change on the page before the shop has answered. */
export function useCartChanges(cart: CartFragment, token: string | undefined) {
  const [setLines, { loading }] = useMutation(SetCartLinesDocument);
  const [apply] = useMutation(ApplyVoucherDocument);
  const [remove] = useMutation(RemoveVoucherDocument);
  return {
    loading,
    async setQuantity(variantId: string, quantity: number) {
      const payload = {
        __typename: 'SetCartLinesPayload' as const,
        cart: changeQuantity(cart, variantId, quantity),
        userErrors: [],
      };
      const { data } = await setLines({
        variables: { input: { ...withToken(token), lines: [{ variantId, quantity }] } },
        optimisticResponse: { setCartLines: payload },
      });
      return messageOf(data?.setCartLines?.userErrors);
    },
    async applyVoucher(code: string) {
      const { data } = await apply({ variables: { input: { ...withToken(token), code } } });
      return messageOf(data?.applyVoucher?.userErrors);
    },
    async removeVoucher(code: string) {
      const { data } = await remove({ variables: { input: { ...withToken(token), code } } });
      return messageOf(data?.removeVoucher?.userErrors);
    },
  };
}

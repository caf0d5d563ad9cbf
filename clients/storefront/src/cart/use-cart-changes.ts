import { useApolloClient, useMutation } from '@apollo/client/react';
import { cartToken } from '../shop/stored-text.ts';
import { countAdding } from './adding.ts';
import { changeQuantity } from './change-quantity.ts';
import { CartDocument, type CartFragment } from './generated/cart.ts';
import {
  AddToCartDocument,
  ApplyVoucherDocument,
  RemoveVoucherDocument,
  SetCartLinesDocument,
} from './generated/cart-changes.ts';
import { createQuantityQueue, type WantedLine } from './quantity-queue.ts';
import { useCart, withToken } from './use-cart.ts';
import { withCart } from './with-cart.ts';

type Refusals = readonly { readonly message: string }[];
const messageOf = (refusals: Refusals | undefined) => refusals?.[0]?.message;

/** Returns what puts units into the cart. It resolves to the message of a refusal. */
export function useAddToCart() {
  const { token } = useCart();
  const [send, { loading }] = useMutation(AddToCartDocument);
  async function addTo(token: string | undefined, variantId: string, quantity: number) {
    let adding = quantity;
    const count = (change: number) => {
      adding += change;
      countAdding(change);
    };
    countAdding(quantity);
    try {
      const lines = [{ variantId, quantity }];
      const { data } = await send({
        variables: { input: { ...withToken(token), lines, idempotencyKey: crypto.randomUUID() } },
        update(cache, result) {
          const added = result.data?.addCartLines;
          if (!added?.cart) return;
          const variables = withToken(added.cartToken ?? token);
          cache.writeQuery({ query: CartDocument, variables, data: { cart: added.cart } });
          if (added.cartToken) cartToken.write(added.cartToken);
          count(-adding);
        },
      });
      return data?.addCartLines;
    } finally {
      count(-adding);
    }
  }
  async function add(variantId: string, quantity: number): Promise<string | undefined> {
    const payload = await withCart(token, (found) => addTo(found, variantId, quantity));
    return messageOf(payload?.userErrors);
  }
  return { add, loading };
}

/** Lines change one request after the other, also when the cart is closed and opened meanwhile. */
const queue = createQuantityQueue();
/** The cart that the shop has answered last. */
let confirmed: CartFragment | undefined;

/** Returns what changes the lines and vouchers of a cart; lines change on the page before the shop has answered. */
export function useCartChanges(token: string | undefined) {
  const { cache } = useApolloClient();
  const [setLines, { loading }] = useMutation(SetCartLinesDocument);
  const [apply] = useMutation(ApplyVoucherDocument);
  const [remove] = useMutation(RemoveVoucherDocument);
  const shown = { query: CartDocument, variables: withToken(token) };
  const show = (cart: CartFragment) => cache.writeQuery({ ...shown, data: { cart } });

  async function send(lines: readonly WantedLine[]): Promise<string | undefined> {
    const { data } = await setLines({
      variables: { input: { ...withToken(token), lines: [...lines] } },
      update(_, result) {
        confirmed = result.data?.setCartLines?.cart ?? confirmed;
        // The answer does not know what has been clicked since.
        if (!confirmed || queue.waiting().length === 0) return;
        show(
          queue
            .waiting()
            .reduce((cart, line) => changeQuantity(cart, line.variantId, line.quantity), confirmed),
        );
      },
    });
    return messageOf(data?.setCartLines?.userErrors);
  }
  return {
    loading,
    /** Changes the units of a line to what `next` returns for the present ones. */
    async changeUnits(variantId: string, next: (units: number) => number) {
      const cart = cache.readQuery(shown)?.cart;
      const line = cart?.lines.find(({ variant }) => variant?.id === variantId);
      if (!cart || !line) return undefined;
      const quantity = next(line.quantity);
      if (!queue.isSending()) confirmed = cart;
      show(changeQuantity(cart, variantId, quantity));
      try {
        return await queue.set({ variantId, quantity }, send);
      } catch (error) {
        if (confirmed) show(confirmed);
        throw error;
      }
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

import { mutationPayload, requireViewer, toUserErrorDetails } from '@shop/service';
import type { OrderContext } from '../context.ts';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { applyVoucher } from '../domain/cart/apply-voucher.ts';
import type { Cart } from '../domain/cart/cart.ts';
import type { ChangedCart } from '../domain/cart/change-lines.ts';
import { clearCart } from '../domain/cart/clear-cart.ts';
import { findCart } from '../domain/cart/find-cart.ts';
import { type MergedCart, mergeCart } from '../domain/cart/merge-cart.ts';
import { removeVoucher } from '../domain/cart/remove-voucher.ts';
import { reorder, type SkippedLine } from '../domain/cart/reorder.ts';
import { setCartLines } from '../domain/cart/set-cart-lines.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

const toSkippedLine = ({ details, ...line }: SkippedLine) => ({
  ...line,
  details: details ? toUserErrorDetails(details) : null,
});

/** Reads the cart of a refused mutation as it is now. */
const cartNow =
  (context: OrderContext, { cartToken }: { cartToken?: string | null | undefined }) =>
  async () => {
    const cart = await findCart(context, context.viewer, cartToken);
    return cart ? { cart } : {};
  };

type CartPayload = { cart: Cart | null };

/** The mutations of the cart. */
export const cartMutations: MutationResolvers = {
  addCartLines: (_, { input }, context) =>
    mutationPayload<ChangedCart>(
      () => addCartLines(context, context.viewer, input),
      cartNow(context, input),
    ),
  setCartLines: (_, { input }, context) =>
    mutationPayload<ChangedCart>(
      () => setCartLines(context, context.viewer, input),
      cartNow(context, input),
    ),
  clearCart: (_, { input }, context) =>
    mutationPayload<CartPayload>(
      async () => ({ cart: (await clearCart(context, context.viewer, input)) ?? null }),
      cartNow(context, input),
    ),
  applyVoucher: (_, { input }, context) =>
    mutationPayload<CartPayload>(
      async () => ({ cart: await applyVoucher(context, context.viewer, input) }),
      cartNow(context, input),
    ),
  removeVoucher: (_, { input }, context) =>
    mutationPayload<CartPayload>(
      async () => ({ cart: (await removeVoucher(context, context.viewer, input)) ?? null }),
      cartNow(context, input),
    ),
  reorder: (_, { input }, context) =>
    mutationPayload(
      async () => {
        const { skipped, ...changed } = await reorder(context, context.viewer, input);
        return { ...changed, skipped: skipped.map(toSkippedLine) };
      },
      cartNow(context, input),
    ),
  mergeCart: (_, { input }, context) =>
    mutationPayload<MergedCart>(
      () => mergeCart(context, requireViewer(context), input),
      cartNow(context, {}),
    ),
};

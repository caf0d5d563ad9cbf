import { mutationPayload, requireViewer, toUserErrorDetails } from '@shop/service';
import { addCartLines } from '../domain/cart/add-cart-lines.ts';
import { clearCart } from '../domain/cart/clear-cart.ts';
import { mergeCart } from '../domain/cart/merge-cart.ts';
import { reorder, type SkippedLine } from '../domain/cart/reorder.ts';
import { setCartLines } from '../domain/cart/set-cart-lines.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

const toSkippedLine = ({ details, ...line }: SkippedLine) => ({
  ...line,
  details: details ? toUserErrorDetails(details) : null,
});

/** The mutations of the cart. */
export const cartMutations: MutationResolvers = {
  addCartLines: (_, { input }, context) =>
    mutationPayload(() => addCartLines(context, context.viewer, input)),
  setCartLines: (_, { input }, context) =>
    mutationPayload(() => setCartLines(context, context.viewer, input)),
  clearCart: (_, { input }, context) =>
    mutationPayload(async () => ({ cart: await clearCart(context, context.viewer, input) })),
  reorder: (_, { input }, context) =>
    mutationPayload(async () => {
      const { skipped, ...changed } = await reorder(context, context.viewer, input);
      return { ...changed, skipped: skipped.map(toSkippedLine) };
    }),
  mergeCart: (_, { input }, context) =>
    mutationPayload(async () => ({
      cart: await mergeCart(context, requireViewer(context), input),
    })),
};

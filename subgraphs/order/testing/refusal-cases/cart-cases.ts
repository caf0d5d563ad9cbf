import { newId } from '@shop/domain';
import { addCartLines } from '../../domain/cart/add-cart-lines.ts';
import { setCartLines } from '../../domain/cart/set-cart-lines.ts';
import { newKey, newViewer, variantA, variantB } from '../fixtures.ts';
import { conflict, type Fixture, type RefusalCases, type Refused } from './case.ts';
import { fillCart, lineOf, manyVariants, refusedLines } from './line-cases.ts';

const tooLong = { cartToken: 'x'.repeat(101) };
const unknown = { cartToken: 'unknown' };

/** Returns what is refused of the mutations of a cart. */
export function cartCases(shop: Fixture): RefusalCases {
  /** A mutation of a viewer who has a cart with these lines. */
  const ofCart =
    (input: object, before: readonly object[] = [lineOf(variantB)]) =>
    async (): Promise<Refused> => {
      const viewer = newViewer();
      const { cart } = await fillCart(shop, viewer, before);
      return { input: { ...input }, viewer, now: { cart: { id: cart.id } } };
    };
  const ofNoCart = (input: object) => async (): Promise<Refused> => ({
    ...{ input: { ...input }, viewer: null, now: { cart: null } },
  });
  const full = manyVariants.slice(1).map((variantId) => lineOf(variantId));
  const oneMore = manyVariants.slice(0, 1).map((variantId) => lineOf(variantId));
  const lines = [lineOf(variantA)];

  /** The mutations that change lines. */
  const ofLines = (mutation: string, send: typeof addCartLines): RefusalCases => ({
    ...Object.fromEntries(
      Object.entries(refusedLines).map(([code, refused]) => [
        `${mutation} ${code}`,
        ofCart({ lines: refused }),
      ]),
    ),
    [`${mutation} NOT_FOUND`]: ofNoCart({ lines, ...unknown }),
    [`${mutation} VERSION_CONFLICT`]: ofCart({ lines, ...conflict }),
    [`${mutation} LIMIT_REACHED`]: ofCart({ lines: oneMore }, full),
    async [`${mutation} IDEMPOTENCY_CONFLICT`]() {
      const key = { idempotencyKey: newKey() };
      const refused = await ofCart({ lines: [lineOf(variantA, 2)], ...key })();
      await send(shop, refused.viewer ?? undefined, { lines, ...key });
      return refused;
    },
  });

  /** Merges a guest's cart into that of a viewer. */
  const merge =
    (guests: readonly object[], own: readonly object[], input: object = {}) =>
    async (): Promise<Refused> => {
      const { cartToken } = await fillCart(shop, null, guests);
      return ofCart({ cartToken, ...input }, own)();
    };
  return {
    ...ofLines('addCartLines', addCartLines),
    ...ofLines('setCartLines', setCartLines),
    'reorder INVALID_VALUE': ofNoCart({ orderId: newId(), ...tooLong }),
    'reorder NOT_FOUND': ofCart({ orderId: newId() }),
    async 'reorder VERSION_CONFLICT'() {
      return { input: { orderId: (await shop.placed()).id, ...conflict } };
    },
    'clearCart INVALID_VALUE': ofNoCart(tooLong),
    'clearCart NOT_FOUND': ofNoCart(unknown),
    'clearCart VERSION_CONFLICT': ofCart(conflict),
    'mergeCart INVALID_VALUE': ofCart(tooLong),
    'mergeCart VERSION_CONFLICT': merge(lines, [lineOf(variantB)], conflict),
    'mergeCart LIMIT_REACHED': merge(oneMore, full),
  };
}

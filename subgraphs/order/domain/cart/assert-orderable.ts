import {
  publicQuantityLimit,
  Refusal,
  type RefusalCode,
  type RefusalDetails,
  type UnitQuantity,
} from '@shop/domain';
import type { Cart } from './cart.ts';
import type { CartProblem } from './review-cart.ts';
import { type ReviewPorts, reviewCarts } from './review-carts.ts';

/** A changed price does not prevent an order: `expectedTotal` does, where the customer has seen a total. */
const refusals: Partial<Record<CartProblem['code'], RefusalCode>> = {
  SHORT_STOCK: 'INSUFFICIENT_STOCK',
  UNAVAILABLE: 'VARIANT_UNAVAILABLE',
  MIXED_CURRENCIES: 'MIXED_CURRENCIES',
};

/**
 * Refuses a cart that cannot be ordered as it is, with all its problems at `field` of the input:
 * INSUFFICIENT_STOCK, VARIANT_UNAVAILABLE, MIXED_CURRENCIES. Stock is known from events, so inventory may still
 * reject the order.
 */
export async function assertOrderable(
  ports: ReviewPorts,
  cart: Cart,
  field: readonly string[],
): Promise<void> {
  const [review] = await reviewCarts(ports, [cart]);
  const reasons = (review?.problems ?? []).flatMap((problem) => {
    const { code, message } = problem;
    const refusal = refusals[code];
    return refusal ? [{ code: refusal, message, field, ...stockDetails(problem) }] : [];
  });
  if (reasons.length > 0) throw new Refusal(reasons);
}

/** Returns the units that can be ordered now. */
export const unitsOf = ({ available }: Pick<CartProblem, 'available'>): UnitQuantity => ({
  quantity: available ?? publicQuantityLimit,
  atLeast: available === null,
});

function stockDetails({ code, variantId, requested, available }: CartProblem) {
  if (code === 'MIXED_CURRENCIES') return {};
  const units = unitsOf({ available: code === 'UNAVAILABLE' ? 0 : available });
  return {
    details: {
      type: 'STOCK',
      variantId,
      requested,
      available: units,
    } satisfies RefusalDetails,
  };
}

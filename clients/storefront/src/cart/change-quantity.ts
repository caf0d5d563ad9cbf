import type { CartFragment } from './generated/cart.ts';

type Amount = CartFragment['lines'][number]['unitPrice'];

/** Returns an amount and so many times another one of its currency, with its decimals. */
function plus(amount: Amount, price: Amount, units: number): Amount {
  const decimals = amount.amount.split('.')[1]?.length ?? 0;
  const total = Number(amount.amount) + Number(price.amount) * units;
  return { ...amount, amount: total.toFixed(decimals) };
}

/**
 * Returns the cart with another quantity of a variant, as it will be. The total stays as it was where the shop takes something
 * off: the shop computes that.
 */
export function changeQuantity(
  cart: CartFragment,
  variantId: string,
  quantity: number,
): CartFragment {
  const changed = cart.lines.find((line) => line.variant?.id === variantId);
  if (!changed) return cart;
  const { unitPrice } = changed;
  const units = quantity - changed.quantity;
  const lineTotal = plus(changed.lineTotal, unitPrice, units);
  const lines = cart.lines
    .map((line) => (line === changed ? { ...line, quantity, lineTotal } : line))
    .filter((line) => line.quantity > 0);
  const totalQuantity = cart.totalQuantity + units;
  const isForSale = !changed.problems.some(({ code }) => code === 'UNAVAILABLE');
  const { subtotal, pricing } = cart;
  return {
    ...cart,
    lines,
    totalQuantity,
    subtotal: subtotal && isForSale ? plus(subtotal, unitPrice, units) : subtotal,
    pricing:
      pricing?.discounts.length === 0 && isForSale
        ? { ...pricing, total: plus(pricing.total, unitPrice, units) }
        : pricing,
  };
}

import type { Order } from '../domain/order.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/**
 * Puts the lines of an order back into the cart that was ordered. Changes nothing when the cart was changed,
 * ordered again or deleted since, and when the order had no cart.
 */
export async function returnCart(
  tx: Prisma.TransactionClient,
  { id, lines }: Order,
): Promise<void> {
  // Waits for the lock of the cart, then compares the version.
  const [cart] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE carts SET version = carts.version + 1, updated_at = now()
    FROM orders
    WHERE orders.id = ${id}::uuid AND carts.id = orders.cart_id AND carts.version = orders.cart_version
    RETURNING carts.id`;
  if (!cart) return;
  await tx.cartLine.createMany({
    data: lines.map(({ variantId, quantity, unitPrice: { minor, currency } }, position) => ({
      ...{ cartId: cart.id, position, variantId, quantity },
      ...{ unitMinor: minor, currency },
    })),
  });
}

import { inOrder } from '@shop/domain';
import { claimKey } from '@shop/service/prisma';
import type { Cart, CartKey } from '../domain/cart/cart.ts';
import type { CartStore } from '../domain/cart/ports.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';

type Transaction = Prisma.TransactionClient;

const withLines = { lines: { orderBy: { position: 'asc' } } } as const satisfies Prisma.CartInclude;
type CartRow = Prisma.CartGetPayload<{ include: typeof withLines }>;

/** Creates the carts on Prisma. */
export const createCartStore = (database: Database): CartStore => ({
  find: (key) => read(database, key),

  async ofCustomers(customerIds) {
    const where = { customerId: { in: [...customerIds] } };
    const rows = await database.cart.findMany({ where, include: withLines });
    return inOrder(customerIds, rows.map(toCart), ({ customerId }) => customerId ?? '');
  },

  update: (key, decide, fresh, once) =>
    inTransaction(database, async (tx) => {
      if (once && !(await claimKey(tx, once))) return read(tx, key);
      const cart = await locked(tx, key, fresh);
      return cart && save(tx, cart, decide(cart));
    }),

  merge: (guestKey, fresh, decide) =>
    inTransaction(database, async (tx) => {
      // The guest cart is locked first, so that two merges cannot deadlock.
      const guest = await locked(tx, guestKey);
      if (!guest) return undefined;
      const own = await locked(tx, { customerId: fresh.customerId }, fresh);
      const merged = own && (await save(tx, own, decide(own, guest)));
      await tx.cart.delete({ where: { id: guest.id } });
      return merged;
    }),
});

async function read(
  database: Database,
  key: CartKey | { readonly id: string },
): Promise<Cart | undefined> {
  const row = await database.cart.findUnique({ where: key, include: withLines });
  return row ? toCart(row) : undefined;
}

/** Returns the cart under its lock. Adds `fresh` first when the cart does not exist. */
async function locked(tx: Transaction, key: CartKey, fresh?: Cart): Promise<Cart | undefined> {
  if (fresh) {
    const { lines: _, voucherCodes, ...data } = fresh;
    // Waits for a concurrent request that adds it, and keeps the cart of that request.
    await tx.cart.createMany({
      data: [{ ...data, voucherCodes: [...voucherCodes] }],
      skipDuplicates: true,
    });
  }
  const customerId = 'customerId' in key ? key.customerId : null;
  const tokenHash = 'tokenHash' in key ? key.tokenHash : null;
  await tx.$queryRaw`
    SELECT 1 FROM carts WHERE customer_id = ${customerId}::uuid OR token_hash = ${tokenHash}
    FOR UPDATE`;
  return read(tx, key);
}

async function save(tx: Transaction, before: Cart, after: Cart): Promise<Cart> {
  if (after === before) return after;
  const { id, version, updatedAt, lines, voucherCodes } = after;
  const data = { version, updatedAt, voucherCodes: [...voucherCodes] };
  await tx.cart.update({ where: { id }, data });
  await tx.cartLine.deleteMany({ where: { cartId: id } });
  await tx.cartLine.createMany({
    data: lines.map(
      ({ variantId, quantity, unitPriceWhenAdded: { minor, currency } }, position) => ({
        ...{ cartId: id, position, variantId, quantity },
        ...{ unitMinor: minor, currency },
      }),
    ),
  });
  return after;
}

const toCart = ({ lines, ...row }: CartRow): Cart => ({
  ...row,
  lines: lines.map(({ variantId, quantity, unitMinor, currency }) => ({
    ...{ variantId, quantity },
    unitPriceWhenAdded: { minor: unitMinor, currency },
  })),
});

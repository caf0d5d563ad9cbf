import type { Prisma } from '../generated/prisma/client.ts';

/**
 * Locks the category tree for a change of it. Changes of products hold it shared, so that the tree does not
 * change meanwhile. Always taken before the lock of any product.
 */
export const lockCategoriesExclusive = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('categories'))`;

export const lockCategoriesShared = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('categories'))`;

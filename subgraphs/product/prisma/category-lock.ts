import type { SqlClient } from '@shop/service/postgres';

/**
 * Locks the category tree for a change of it. Changes of products hold it shared, so that the tree does not
 * change meanwhile. Always taken before the lock of any product.
 */
export const lockCategoriesExclusive = (tx: SqlClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('categories'))`;

export const lockCategoriesShared = (tx: SqlClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext('categories'))`;

import type { Database } from './client.ts';

const batchSize = 1_000;

/** Deletes one batch of carts nobody has touched for so many days. Resolves to whether there may be more. */
export const createCartCleaner =
  (database: Database, days: number) => async (): Promise<boolean> => {
    const count = await database.$executeRaw`
    DELETE FROM carts WHERE id IN (
      SELECT id FROM carts WHERE updated_at < now() - ${days}::int * interval '1 day'
      LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)`;
    return count === batchSize;
  };

import { firstResult, type SqlDatabase } from '@shop/service/postgres';
import type { RunOnce, Stores } from '../domain/ports.ts';
import { createDeliveryLog } from './delivery-log.ts';
import { createEndpointStore } from './endpoint-store.ts';

const storesOf = (database: SqlDatabase): Stores => ({
  endpoints: createEndpointStore(database),
  deliveries: createDeliveryLog(database),
});

/** Creates the stores of the graph. */
export const createStores = (database: SqlDatabase): Stores & { readonly once: RunOnce } => ({
  ...storesOf(database),
  once: (key, work) =>
    database.transaction(async (tx) => {
      const first = await firstResult(tx, key, null);
      if (first) return first.result as Awaited<ReturnType<typeof work>>;
      const result = await work(storesOf(tx));
      await tx.$executeRaw`
        UPDATE idempotency_keys SET result = ${JSON.stringify(result)}::jsonb
        WHERE scope = ${key.scope} AND key = ${key.key}`;
      return result;
    }),
});

import type { SqlDatabase } from '@shop/service/postgres';

/** Parks the deliveries of an endpoint that wait: it was disabled, or was and is enabled again. */
export const parkWaiting = (
  tx: SqlDatabase,
  endpointId: string,
  error: string | null,
): PromiseLike<number> => tx.$executeRaw`
  UPDATE deliveries SET status = 'PARKED', next_attempt_at = NULL, settled_at = now(),
    error = coalesce(${error}, error)
  WHERE endpoint_id = ${endpointId}::uuid AND status = 'PENDING'`;

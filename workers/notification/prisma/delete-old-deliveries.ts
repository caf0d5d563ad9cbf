import type { Log } from '@shop/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Small enough that sending does not wait for it. */
const batchSize = 1_000;
const everyMs = 60 * 60_000;

/**
 * Deletes deliveries that began more than this number of days ago, with the addresses in them, in
 * batches. Returns how many there were.
 */
export async function deleteOldDeliveries(prisma: PrismaClient, days: number): Promise<number> {
  for (let all = 0; ; ) {
    const deleted = await prisma.$executeRaw`
      DELETE FROM deliveries WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM deliveries WHERE created_at < now() - ${days} * interval '1 day'
        ORDER BY created_at LIMIT ${batchSize}))`;
    all += deleted;
    if (deleted < batchSize) return all;
  }
}

/** Deletes old deliveries now and every hour, until the returned function is called. */
export function startDeletingOldDeliveries(
  prisma: PrismaClient,
  days: number,
  log: Log,
): () => void {
  const run = () =>
    void deleteOldDeliveries(prisma, days).catch((error) =>
      log.warn({ err: error }, 'old deliveries not deleted, trying again in an hour'),
    );
  run();
  const timer = setInterval(run, everyMs);
  return () => clearInterval(timer);
}

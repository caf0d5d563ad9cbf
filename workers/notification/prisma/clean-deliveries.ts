import type { Log } from '@shop/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Small enough that sending does not wait for it. */
const batchSize = 1_000;
const cleanEveryMs = 60 * 60_000;

/**
 * Deletes deliveries that began more than so many days ago, with the addresses in them, a batch at a
 * time. Resolves to how many there were.
 */
export async function cleanDeliveries(prisma: PrismaClient, days: number): Promise<number> {
  for (let all = 0; ; ) {
    const deleted = await prisma.$executeRaw`
      DELETE FROM deliveries WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM deliveries WHERE created_at < now() - ${days} * interval '1 day'
        ORDER BY created_at LIMIT ${batchSize}))`;
    all += deleted;
    if (deleted < batchSize) return all;
  }
}

/** Cleans now and every hour, until it is stopped. */
export function startCleaning(prisma: PrismaClient, days: number, log: Log): () => void {
  const clean = () =>
    void cleanDeliveries(prisma, days).catch((error) =>
      log.warn({ err: error }, 'deliveries not cleaned, trying again in an hour'),
    );
  clean();
  const timer = setInterval(clean, cleanEveryMs);
  return () => clearInterval(timer);
}

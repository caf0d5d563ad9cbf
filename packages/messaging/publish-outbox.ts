import type pg from 'pg';
import { type MessagePublisher, publishBatch } from './publish-batch.ts';

const batchSize = 200;

/**
 * Publishes what is in the outbox of a service now, as its relay does. Returns the number of events: 0 also while a
 * relay is publishing. Throws the reason why an event could not be published.
 */
export async function publishOutbox(pool: pg.Pool, bus: MessagePublisher): Promise<number> {
  let count = 0;
  for (;;) {
    const { published, error } = await publishBatch(pool, bus, batchSize);
    if (error !== undefined) throw error;
    count += published;
    if (published < batchSize) return count;
  }
}

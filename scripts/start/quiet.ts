import { createBus, silentLog } from '@shop/messaging';
import { queues } from '@shop/schema';
import type { BusAddress } from '@shop/service/env';
import { until } from '@shop/service/until';
import pg from 'pg';

const deadlineMs = 120_000;
/** More often would slow down what it waits for. */
const everyMs = 50;

type Places = {
  readonly databaseUrls: readonly string[];
  readonly bus: BusAddress;
};

/** Waits until every event that was saved has been handled: outboxes and queues are empty. */
export async function untilQuiet({ databaseUrls, bus: address }: Places): Promise<void> {
  const bus = await createBus(address, silentLog);
  const outboxes = databaseUrls.map((url) => new pg.Client({ connectionString: url }));
  const isQuiet = async () => {
    const waiting = await Promise.all(outboxes.map(unpublished));
    if (waiting.some((count) => count > 0)) return false;
    const depths = await Promise.all(Object.keys(queues).map((queue) => bus.depth(queue)));
    return depths.every(({ pending }) => pending === 0);
  };
  // RabbitMQ does not count what a consumer has in hand: once may be a moment, twice is quiet.
  let readings = 0;
  try {
    await Promise.all(outboxes.map((outbox) => outbox.connect()));
    await until(
      'the events of the seed to be handled',
      async () => {
        readings = (await isQuiet()) ? readings + 1 : 0;
        return readings === 2;
      },
      { deadlineMs, everyMs },
    );
  } finally {
    await Promise.all([bus.close(), ...outboxes.map((outbox) => outbox.end())]);
  }
}

async function unpublished(outbox: pg.Client): Promise<number> {
  const sql = 'SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL';
  return (await outbox.query<{ n: number }>(sql)).rows[0]?.n ?? 0;
}

import { type Origin, originOf, type QueueName, type ShopEvent } from '@shop/schema';
import { inTransaction } from '@shop/service/prisma';
import type { SqlClient } from './sql-client.ts';

/** Runs the effect of an event once, however often the event is delivered. */
export type HandleOnce<S> = (
  event: ShopEvent,
  effect: (stores: S) => Promise<unknown>,
) => Promise<void>;

type Client<Tx> = {
  $connect(): Promise<void>;
  $transaction<T>(work: (transaction: Tx) => Promise<T>): Promise<T>;
};

/**
 * Creates the inbox of a service: an event's id and its effect on the stores of that transaction are
 * committed together. `createStores` opens the stores in the transaction.
 */
export const createInbox =
  <Tx extends SqlClient, S>(
    prisma: Client<Tx>,
    createStores: (transaction: Tx, origin: Origin) => S,
  ) =>
  (queue: QueueName): HandleOnce<S> =>
  (event, effect) =>
    inTransaction(prisma, async (tx) => {
      if (await isFirstTime(tx, queue, event.id)) await effect(createStores(tx, originOf(event)));
    });

/** Saves the id of an event in the table `inbox`; false when the queue has delivered it before. */
async function isFirstTime(
  transaction: SqlClient,
  queue: string,
  eventId: string,
): Promise<boolean> {
  const count = await transaction.$executeRaw`
    INSERT INTO inbox (queue, event_id) VALUES (${queue}, ${eventId}::uuid) ON CONFLICT DO NOTHING`;
  return count === 1;
}

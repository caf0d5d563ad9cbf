import { type Origin, originOf, type QueueName, type ShopEvent } from '@shop/schema';
import type { SqlClient } from '@shop/service/postgres';

/** Runs the effect of an event once, however often the event is delivered. */
export type HandleOnce<S> = (
  event: ShopEvent,
  effect: (stores: S) => Promise<unknown>,
) => Promise<void>;

/** The inbox of one queue: the ids of handled events, saved with their effect. */
export type Inbox<S> = {
  readonly once: HandleOnce<S>;
  /**
   * Runs `work`, whose effects are all saved in one transaction or none, each at most once. It has to pass the
   * effects of these events in their order.
   */
  together(
    events: readonly ShopEvent[],
    work: (once: HandleOnce<S>) => Promise<void>,
  ): Promise<void>;
};

/** Runs work in a transaction, and rolls back when it throws. */
export type Transact<Tx> = <T>(work: (transaction: Tx) => Promise<T>) => Promise<T>;

/**
 * Creates the inbox of a service: an event's id and its effect on the stores of that transaction are
 * committed together. `createStores` opens the stores in the transaction.
 */
export const createInbox =
  <Tx extends SqlClient, S>(
    transact: Transact<Tx>,
    createStores: (transaction: Tx, origin: Origin) => S,
  ) =>
  (queue: QueueName): Inbox<S> => ({
    once: (event, effect) =>
      transact(async (tx) => {
        if (await isFirstTime(tx, queue, event.id)) await effect(createStores(tx, originOf(event)));
      }),

    together: (events, work) =>
      transact(async (tx) => {
        const first = await firstTimes(tx, queue, events);
        await work(async (event, effect) => {
          // The same event may be twice in a batch.
          if (first.delete(event.id)) await effect(createStores(tx, originOf(event)));
        });
      }),
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

/**
 * Saves the ids of events, and returns those that are new. Batches of one queue commit one after the other, so that
 * two processes never lock the rows of their batches crosswise. A batch that waits for a row fails before PostgreSQL
 * looks for deadlocks (after a second), so that it cancels no other transaction; its events are then handled one at
 * a time, and only one of them waits.
 */
async function firstTimes(
  transaction: SqlClient,
  queue: string,
  events: readonly ShopEvent[],
): Promise<Set<string>> {
  const ids = events.map(({ id }) => id);
  const rows = await transaction.$queryRaw<{ event_id: string }[]>`
    INSERT INTO inbox (queue, event_id)
    WITH turn AS MATERIALIZED (
      SELECT pg_advisory_xact_lock(hashtextextended('inbox ' || ${queue}, 0))),
    limited AS MATERIALIZED (SELECT set_config('lock_timeout', '300ms', true) FROM turn)
    SELECT ${queue}::text, id FROM limited, unnest(${ids}::uuid[]) AS id
    ON CONFLICT DO NOTHING RETURNING event_id`;
  return new Set(rows.map(({ event_id }) => event_id));
}

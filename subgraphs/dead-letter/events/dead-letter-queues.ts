import type { EventBus } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { type Log, unavailable } from '@shop/service';
import type { DeadLetterQueues } from '../domain/ports.ts';

/**
 * The dead letters of the bus. Logs every change with the administrator who made it. Throws
 * SERVICE_UNAVAILABLE while the bus is unavailable.
 */
export function createDeadLetterQueues(
  bus: Pick<EventBus, 'deadLetters' | 'depth' | 'ping'>,
  log: Log,
  { actorId, correlationId }: Origin,
): DeadLetterQueues {
  async function onBus<T>(work: () => Promise<T>): Promise<T> {
    try {
      // A ping fails sooner than the work would.
      await bus.ping();
      return await work();
    } catch (error) {
      log.warn({ err: error, correlationId }, 'dead letters unavailable');
      throw unavailable('The event bus is unavailable.');
    }
  }

  async function change(
    queue: string,
    verb: 'redriven' | 'purged',
    ids: readonly string[] | undefined,
    work: () => Promise<number>,
  ): Promise<number> {
    const count = await onBus(work);
    const selected = ids ?? 'all';
    log.info({ actorId, correlationId, queue, selected, count }, `dead letters ${verb}`);
    return count;
  }

  return {
    oldest: (queue, limit) =>
      onBus(async () => {
        const messages = await bus.deadLetters(queue).list(limit);
        return messages.map(({ id, key, failedAt, ...rest }) => ({
          ...rest,
          id: id || null,
          subject: key,
          failedAt: new Date(failedAt),
        }));
      }),
    count: (queue) => onBus(async () => (await bus.depth(queue)).dead),
    redrive: (queue, ids) =>
      change(queue, 'redriven', ids, () => bus.deadLetters(queue).redrive(ids)),
    purge: (queue, ids) => change(queue, 'purged', ids, () => bus.deadLetters(queue).purge(ids)),
  };
}

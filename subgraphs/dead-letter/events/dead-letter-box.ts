import type { EventBus } from '@shop/messaging';
import type { Origin } from '@shop/schema';
import { type Log, unavailable } from '@shop/service';
import type { DeadLetterBox } from '../domain/ports.ts';

/**
 * The dead letters on the bus. Who has changed what is in the log. Throws SERVICE_UNAVAILABLE while
 * the bus does not answer.
 */
export function createDeadLetterBox(
  bus: Pick<EventBus, 'deadLetters' | 'depth' | 'ping'>,
  log: Log,
  { actorId, correlationId }: Origin,
): DeadLetterBox {
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      // It says that the bus is away sooner than the work would.
      await bus.ping();
      return await work();
    } catch (error) {
      log.warn({ err: error, correlationId }, 'dead letters cannot be reached');
      throw unavailable('The event bus cannot answer now.');
    }
  }

  async function change(
    queue: string,
    what: 'redriven' | 'purged',
    ids: readonly string[] | undefined,
    work: () => Promise<number>,
  ): Promise<number> {
    const count = await ask(work);
    const chosen = ids ?? 'all';
    log.info({ actorId, correlationId, queue, chosen, count }, `dead letters ${what}`);
    return count;
  }

  return {
    oldest: (queue, limit) =>
      ask(async () => {
        const letters = await bus.deadLetters(queue).list(limit);
        return letters.map(({ id, key, failedAt, ...rest }) => ({
          ...rest,
          id: id || null,
          subject: key,
          failedAt: new Date(failedAt),
        }));
      }),
    count: (queue) => ask(async () => (await bus.depth(queue)).dead),
    redrive: (queue, ids) =>
      change(queue, 'redriven', ids, () => bus.deadLetters(queue).redrive(ids)),
    purge: (queue, ids) => change(queue, 'purged', ids, () => bus.deadLetters(queue).purge(ids)),
  };
}

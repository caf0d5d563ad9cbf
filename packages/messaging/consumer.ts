import { type EventOf, type QueueName, queues, readEvent, type ShopEvent } from '@shop/schema';
import type { EventBus, SubscribeOptions, Subscription } from './bus.ts';
import { PermanentError } from './errors.ts';
import type { Log } from './log.ts';

/** One handler for each event type that the queue receives, and for no other. */
export type Handlers<Q extends QueueName> = {
  readonly [T in EventOf<Q>]: (event: ShopEvent<T>) => Promise<unknown>;
};

/** Declares every queue of the shop, so that no event is published before its queues exist. */
export const declareAll = (bus: EventBus): Promise<void> => bus.declare(queues);

/** Hands the events of a queue to their handlers. What is no valid event goes to the dead letters. */
export function consume<Q extends QueueName>(
  bus: EventBus,
  queue: Q,
  handlers: Handlers<Q>,
  { log, ...options }: SubscribeOptions & { readonly log: Log },
): Promise<Subscription> {
  const byType = handlers as unknown as Readonly<
    Record<string, ((event: ShopEvent) => Promise<unknown>) | undefined>
  >;
  return bus.subscribe(
    queue,
    async ({ body, attempt }) => {
      const event = readEvent(parseJson(body));
      const { id, type, subject, correlationid } = event;
      const about = { queue, id, type, subject, correlationid, attempt };
      const handle = Object.hasOwn(byType, type) ? byType[type] : undefined;
      if (!handle) throw new PermanentError(`${queue} has no handler for ${type}`);
      log.debug(about, 'event received');
      try {
        await handle(event);
      } catch (error) {
        log.warn({ ...about, err: error }, 'event not handled');
        throw error;
      }
      log.debug(about, 'event handled');
    },
    options,
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new PermanentError('the body is not JSON', { cause: error });
  }
}

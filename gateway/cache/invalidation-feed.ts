import { type EventBus, subscribeBroadcastEvents } from '@shop/messaging';
import { invalidatedBy, invalidatingEvents } from '@shop/schema';
import type { Log } from '@shop/service';
import type { ResponseStore } from './response-store.ts';

export type InvalidationFeed = {
  readonly bus: Pick<EventBus, 'subscribeBroadcast'>;
  readonly store: Pick<ResponseStore, 'invalidate'>;
  readonly log: Pick<Log, 'warn'>;
};

/** The subgraphs whose changes the gateway subscribes to. */
export const subscribedSubgraphs: ReadonlySet<string> = new Set(Object.values(invalidatedBy));

/**
 * Invalidates the responses of a subgraph when an event reports a change of it, and all responses when
 * the subscription starts again, since events may have been missed. While the bus is unavailable the
 * `@cacheControl` hints alone limit the age of a response.
 */
export function subscribeInvalidations({ bus, store, log }: InvalidationFeed): {
  stop(): Promise<void>;
} {
  const invalidate = (subgraphs: readonly string[]) =>
    void store
      .invalidate(subgraphs)
      .catch((error) => log.warn({ err: error, subgraphs }, 'responses are invalidated later'));
  return subscribeBroadcastEvents(bus, invalidatingEvents, {
    handle: ({ type }) => invalidate([invalidatedBy[type]]),
    onConnected: () => invalidate([...subscribedSubgraphs]),
  });
}

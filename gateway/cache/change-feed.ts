import { type EventBus, subscribeBroadcastEvents } from '@shop/messaging';
import { invalidatedBy, invalidatingEvents } from '@shop/schema';
import type { Log } from '@shop/service';
import type { AnswerStore } from './answer-store.ts';

export type ChangeFeed = {
  readonly bus: Pick<EventBus, 'subscribeBroadcast'>;
  readonly store: Pick<AnswerStore, 'outdate'>;
  readonly log: Pick<Log, 'warn'>;
};

/** The subgraphs whose changes are heard. */
export const heardSubgraphs: ReadonlySet<string> = new Set(Object.values(invalidatedBy));

/**
 * Outdates what is kept of a subgraph when the bus tells that it has changed, and everything whenever
 * listening has begun again, since events may have been missed. While the bus is away the hints alone
 * bound how old an answer may be.
 */
export function followChanges({ bus, store, log }: ChangeFeed): { stop(): Promise<void> } {
  const outdate = (subgraphs: readonly string[]) =>
    void store
      .outdate(subgraphs)
      .catch((error) => log.warn({ err: error, subgraphs }, 'answers are outdated later'));
  return subscribeBroadcastEvents(bus, invalidatingEvents, {
    handle: ({ type }) => outdate([invalidatedBy[type]]),
    onConnected: () => outdate([...heardSubgraphs]),
  });
}

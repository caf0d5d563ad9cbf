import { type EventType, eventsBySource, eventTypes } from '../../events/events.ts';
import { broadcastSubscribers, queues } from '../../events/topology.ts';

/** One event type with the services that publish it and subscribe to it. */
export type EventParticipants = {
  readonly type: EventType;
  /** The service that publishes it. */
  readonly publisher: string;
  /** The queues that receive it. */
  readonly queues: readonly string[];
  /** The services of which every process receives it while it is connected. */
  readonly broadcastSubscribers: readonly string[];
};

const namesWith = (lists: Readonly<Record<string, readonly string[]>>, type: string): string[] =>
  Object.entries(lists)
    .filter(([, types]) => types.includes(type))
    .map(([name]) => name);

/** The publisher and the subscribers of each event type, in the order of the services. */
export const participants: readonly EventParticipants[] = Object.entries(eventsBySource).flatMap(
  ([publisher, events]) =>
    eventTypes
      .filter((type) => Object.hasOwn(events, type))
      .map((type) => ({
        type,
        publisher,
        queues: namesWith(queues, type),
        broadcastSubscribers: namesWith(broadcastSubscribers, type),
      })),
);

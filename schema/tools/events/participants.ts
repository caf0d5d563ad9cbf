import { type EventType, eventsBySource, eventTypes } from '../../events/events.ts';
import { listeners, queues } from '../../events/topology.ts';

export type Said = {
  readonly type: EventType;
  /** The service that says it. */
  readonly source: string;
  /** The queues that hear it. */
  readonly heardBy: readonly string[];
  /** The services whose every process hears it while it is connected. */
  readonly listeners: readonly string[];
};

const namesWith = (lists: Readonly<Record<string, readonly string[]>>, type: string): string[] =>
  Object.entries(lists)
    .filter(([, types]) => types.includes(type))
    .map(([name]) => name);

/** Who says and who hears each event, in the order of the services. */
export const said: readonly Said[] = Object.entries(eventsBySource).flatMap(([source, events]) =>
  eventTypes
    .filter((type) => Object.hasOwn(events, type))
    .map((type) => ({
      type,
      source,
      heardBy: namesWith(queues, type),
      listeners: namesWith(listeners, type),
    })),
);

import type { EventType } from './events/events.ts';
import type { SubgraphName } from './subgraphs.ts';

/**
 * The events after which answers read from a subgraph before are out of date. Answers are kept only of
 * subgraphs that say so; every gateway hears all of these.
 */
export const outdatedBy = {
  'product.created.v1': 'product',
  'product.updated.v1': 'product',
  'stock.changed.v1': 'inventory',
} as const satisfies Partial<Record<EventType, SubgraphName>>;

export type OutdatingEvent = keyof typeof outdatedBy;

export const outdatingEvents = Object.keys(outdatedBy) as OutdatingEvent[];

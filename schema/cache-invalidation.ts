import type { EventType } from './events/events.ts';
import type { SubgraphName } from './subgraphs.ts';

/**
 * Events that invalidate cached responses, and the subgraph whose responses each invalidates. Only
 * responses of subgraphs named here are cached. Every gateway subscribes to all of these events.
 */
export const invalidatedBy = {
  'product.created.v1': 'product',
  'product.updated.v1': 'product',
  'stock.changed.v1': 'inventory',
} as const satisfies Partial<Record<EventType, SubgraphName>>;

export type InvalidatingEvent = keyof typeof invalidatedBy;

export const invalidatingEvents = Object.keys(invalidatedBy) as InvalidatingEvent[];

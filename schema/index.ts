export * from './claims.ts';
export * from './events/envelope.ts';
export * from './events/events.ts';
export * from './events/topology.ts';
export * from './ids.ts';
export * from './subgraphs.ts';

export * from './bus.ts';
export { outboxRows } from './outbox-rows.ts';

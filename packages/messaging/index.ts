export * from './bus.ts';
export { consume, declareAll, type Handlers } from './consumer.ts';
export { createBus } from './create-bus.ts';
export { isUnavailable, PermanentError, UnavailableError } from './errors.ts';
export { silentLog } from './log.ts';
export { createRelay, type Relay } from './outbox.ts';
export { outboxRows } from './outbox-rows.ts';

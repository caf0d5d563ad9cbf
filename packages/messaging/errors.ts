export { isUnavailable } from '@shop/service/is-unavailable';

/** A retry cannot help: the message goes straight to the dead letters. */
export class PermanentError extends Error {
  readonly code = 'PERMANENT';
}

/** A dependency (database, broker) is unavailable: the message is held and no attempt is counted. */
export class UnavailableError extends Error {
  readonly code = 'UNAVAILABLE';
}

/** None of the queues declared for the type exists. They are declared again; publish the message again. */
export class UnroutableError extends Error {
  readonly code = 'UNROUTABLE';
}

/** Whether a retry cannot help. An event that breaks its schema is one such case. */
export const isPermanent = (error: unknown): boolean =>
  error instanceof PermanentError ||
  (error instanceof Error && (error as { code?: unknown }).code === 'INVALID_EVENT');

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);

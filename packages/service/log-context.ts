import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line of one request, or of one event, has. */
export type LogContext = Record<string, unknown>;

const contexts = new AsyncLocalStorage<LogContext>();

/** Runs work whose log lines have these ids. */
export const withLogContext = <T>(context: LogContext, work: () => T): T =>
  contexts.run(context, work);

/** Adds ids to the log lines that follow in the same request or event. */
export function addToLogContext(ids: LogContext): void {
  const context = contexts.getStore();
  if (context) Object.assign(context, ids);
}

/** Returns the ids of the present request or event. */
export const logContext = (): LogContext => ({ ...contexts.getStore() });

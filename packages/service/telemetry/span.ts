import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, NewSpan, Span, Tracer } from './tracer.ts';

type Active = { readonly tracer: Tracer; readonly span: Span | undefined };

/** Empty in a process that does not trace: every function here then returns at once. */
const storage = new AsyncLocalStorage<Active>();

/** Runs work that belongs to no trace, but may start some, such as a periodic job. */
export const withTracer = <T>(tracer: Tracer | undefined, work: () => T): T =>
  tracer ? storage.run({ tracer, span: undefined }, work) : work();

/** Runs work in a span that the caller ends. */
export const withSpan = <T>(tracer: Tracer, span: Span, work: () => T): T =>
  storage.run({ tracer, span }, work);

/** Returns the span that runs here, if any. */
export const activeSpan = (): Span | undefined => storage.getStore()?.span;

/** Starts a span below the active one, which the caller ends; `undefined` in a process that does not trace. */
export function startSpan(span: NewSpan): Span | undefined {
  const active = storage.getStore();
  return active?.tracer.start(span, active.span);
}

/** Adds attributes to the active span. */
export const addToSpan = (attributes: Attributes): void => activeSpan()?.set(attributes);

/** Runs work in a span below the active one. The span fails with the work. */
export function inSpan<T>(details: NewSpan, work: (span?: Span) => Promise<T>): Promise<T> {
  const active = storage.getStore();
  if (!active) return work();
  const span = active.tracer.start(details, active.span);
  return storage.run({ tracer: active.tracer, span }, async () => {
    try {
      return await work(span);
    } catch (error) {
      span.fail(typeOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Returns the code or the class of an error. */
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : error.name;
}

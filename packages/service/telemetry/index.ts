export { openTracer } from './open-tracer.ts';
export { activeSpan, addToSpan, inSpan, startSpan, withSpan, withTracer } from './span.ts';
export { continued } from './trace-context.ts';
export type { NewSpan, Span, Tracer } from './tracer.ts';

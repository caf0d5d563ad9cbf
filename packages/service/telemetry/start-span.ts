import type { Tracer as SdkTracer } from '@opentelemetry/api';
import type { Sdk } from './sdk.ts';
import { parseTraceparent, traceparentOf } from './trace-context.ts';
import type { NewSpan, Span, SpanKind } from './tracer.ts';

/** The numbers of OpenTelemetry. */
const kinds: Readonly<Record<SpanKind, number>> = {
  ...{ internal: 0, server: 1, client: 2, producer: 3, consumer: 4 },
};
const failed = 2;

/** Starts a span of the SDK. */
export function startSpan(
  { api }: Sdk,
  tracer: SdkTracer,
  { name, kind, attributes = {}, remoteParent, link }: NewSpan,
  parent: Span | undefined,
): Span {
  const remote = parseTraceparent(remoteParent);
  const above = remote ?? parseTraceparent(parent?.traceparent);
  const linked = parseTraceparent(link);
  const context = above
    ? api.trace.setSpanContext(api.ROOT_CONTEXT, { ...above, isRemote: above === remote })
    : api.ROOT_CONTEXT;
  const links = linked ? [{ context: { ...linked, isRemote: true } }] : [];
  const span = tracer.startSpan(name, { kind: kinds[kind], attributes, links }, context);
  const own = span.spanContext();
  return {
    traceId: own.traceId,
    traceparent: traceparentOf(own),
    rename: (next) => void span.updateName(next),
    set: (more) => void span.setAttributes(more),
    fail(type) {
      span.setAttribute('error.type', type);
      span.setStatus({ code: failed });
    },
    end: () => span.end(),
  };
}

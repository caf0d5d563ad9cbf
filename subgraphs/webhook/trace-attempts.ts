import { continued, inSpan, type Tracer, withTracer } from '@shop/service/telemetry';
import type { Send } from './domain/ports.ts';

/**
 * Returns the sender with a span for each attempt: in the trace of the event, or, when an attempt is long after it, in a
 * new one with a link. What the receiver gets has no trace context: it is another system.
 */
export function traceAttempts(tracer: Tracer | undefined, send: Send): Send {
  if (!tracer) return send;
  return (delivery) => {
    const { event, eventId, endpointId, attempts, endpoint, traceparent, createdAt } = delivery;
    const attributes = {
      'http.request.method': 'POST',
      'server.address': new URL(endpoint.url).hostname,
      'cloudevents.event_id': eventId,
      'shop.event': event,
      'shop.endpoint.id': endpointId,
      'shop.attempt': attempts,
    };
    const cause = continued(traceparent ?? undefined, createdAt);
    return withTracer(tracer, () =>
      inSpan({ name: 'deliver webhook', kind: 'client', attributes, ...cause }, async (span) => {
        const result = await send(delivery);
        span?.set({ 'http.response.status_code': result.status });
        if (result.error !== undefined || (result.status ?? 0) >= 400) {
          span?.fail(String(result.status ?? 'error'));
        }
        return result;
      }),
    );
  };
}

import type { Request, RequestHandler, Response } from 'express';
import { withSpan } from './span.ts';
import type { Tracer } from './tracer.ts';

/** Who sends requests: the gateway, whose trace they continue, or anyone. */
export type Clients = 'gateway' | 'public';

/**
 * Traces each request until its response has ended. A public client joins no trace and has no say in what is sampled: its
 * `traceparent` is a link.
 */
export const traceRequests =
  (tracerOf: () => Tracer | undefined, clients: Clients): RequestHandler =>
  (request, response, next) => {
    const tracer = tracerOf();
    if (!tracer) return next();
    const received = request.get('traceparent');
    const span = tracer.start(
      {
        name: request.method,
        kind: 'server',
        attributes: { 'http.request.method': request.method },
        ...(clients === 'gateway' ? { remoteParent: received } : { link: received }),
      },
      undefined,
    );
    response.once('close', () => {
      const route = routeOf(request);
      if (route) span.rename(`${request.method} ${route}`);
      span.set({ 'http.route': route, 'http.response.status_code': statusOf(response) });
      if (response.statusCode >= 500) span.fail(String(response.statusCode));
      span.end();
    });
    withSpan(tracer, span, next);
  };

/** Returns the pattern of the path, never the path itself: that may have tokens, and spans are grouped by their name. */
function routeOf({ baseUrl, route }: Request): string | undefined {
  const path = (route as { path?: unknown } | undefined)?.path;
  return `${baseUrl}${typeof path === 'string' ? path : ''}` || undefined;
}

/** A client that has left has received no status. */
const statusOf = (response: Response) =>
  response.writableFinished ? response.statusCode : undefined;

import type { Request, RequestHandler, Response } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** From a cached response to one that waits for an order. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Clients may send any word as a method. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const methodOf = ({ method }: Request): string => (methods.includes(method) ? method : 'other');
const statusOf = ({ writableFinished, statusCode }: Response): string =>
  writableFinished ? String(statusCode) : 'aborted';
/** A stream of events lasts as long as its client likes. */
const isStream = (response: Response): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream');

/** Measures HTTP requests by method and status; `aborted` when the client left before the response. */
export function measureRequests(registry: Registry): RequestHandler {
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time of HTTP requests by method and status: aborted when the client left before the response. No event streams.',
    labelNames: ['method', 'status'],
    buckets,
    registers: [registry],
  });
  return (request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      if (isStream(response)) return;
      const labels = { method: methodOf(request), status: statusOf(response) };
      seconds.observe(labels, (performance.now() - start) / 1_000);
    });
    next();
  };
}

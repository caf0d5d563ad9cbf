import type { Request } from 'express';

/** Returns the client's trace context (W3C Trace Context, version 00) if it is valid: events carry it too. */
export const traceparentOf = (request: Request): string | undefined =>
  request.get('traceparent')?.match(/^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/)?.[0];

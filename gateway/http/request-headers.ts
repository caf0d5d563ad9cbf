import { randomUUID } from 'node:crypto';
import type { Request } from 'express';

/** Returns the client's request id if it is well-formed, otherwise a new one. */
export const requestIdOf = (request: Request): string => {
  const id = request.get('x-request-id');
  return id && /^[\w.-]{8,64}$/.test(id) ? id : randomUUID();
};

/** Returns the client's trace context (W3C Trace Context, version 00) if it is valid: events carry it too. */
export const traceparentOf = (request: Request): string | undefined =>
  request.get('traceparent')?.match(/^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/)?.[0];

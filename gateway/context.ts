import { randomUUID } from 'node:crypto';
import type { Viewer } from '@shop/schema';
import type { Request } from 'express';

export type GatewayContext = {
  readonly viewer: Viewer | undefined;
  readonly requestId: string;
  /** Network address of the client. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly traceparent: string | undefined;
};

/** The caller's request id when it is a sane one, otherwise a new one. */
export const requestIdOf = (request: Request): string => {
  const given = request.get('x-request-id');
  return given && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
};

/** The caller's trace context (W3C Trace Context, version 00), when it is one: it goes into events too. */
export const traceparentOf = (request: Request): string | undefined =>
  request.get('traceparent')?.match(/^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/)?.[0];

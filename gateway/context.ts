import { randomUUID } from 'node:crypto';
import type { Viewer } from '@shop/schema';
import type { Request } from 'express';

export type GatewayContext = {
  readonly viewer: Viewer | undefined;
  readonly requestId: string;
  readonly traceparent: string | undefined;
};

/** The caller's request id when it is a sane one, otherwise a new one. */
export const requestIdOf = (request: Request): string => {
  const given = request.get('x-request-id');
  return given && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
};

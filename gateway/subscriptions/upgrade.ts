import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { networkOf } from '@shop/domain';
import type { ErrorCode } from '@shop/schema';
import { errorBody } from '@shop/service';
import type { Express, Request } from 'express';
import { clientAddress } from '../http/client-address.ts';
import { type IsAllowedOrigin, originRefusal } from '../http/cors.ts';
import { rateLimitedMessage } from '../rate-limit/rate-limited.ts';
import type { RateLimits } from '../rate-limit/rate-limits.ts';
import type { Quota } from './quotas.ts';

export type Admission = {
  readonly isAllowedOrigin: IsAllowedOrigin;
  readonly rateLimits: RateLimits;
  /** Of the connections of each client address. */
  readonly perAddress: Quota;
};

/** Why a connection is refused. */
export type Refusal = {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
};

/** Returns an upgrade request as Express sees requests, with what it knows about proxies. */
export const asExpressRequest = (app: Express, incoming: IncomingMessage): Request =>
  Object.setPrototypeOf(incoming, app.request) as Request;

/** Returns how to give back the place of a connection, or why it is refused: its origin, or too many of its address. */
export function admit(
  { isAllowedOrigin, perAddress }: Admission,
  request: Request,
): (() => void) | Refusal {
  const origin = request.get('origin');
  if (origin !== undefined && !isAllowedOrigin(origin) && !isSameHost(origin, request)) {
    return { status: 403, code: 'FORBIDDEN', message: originRefusal(origin) };
  }
  const message = 'Too many connections of this client address are open. Close one first.';
  return (
    perAddress.take(networkOf(clientAddress(request))) ?? {
      status: 429,
      code: 'RATE_LIMITED',
      message,
    }
  );
}

/** Like `admit`, for an upgrade, which no route has counted for its address. */
export async function admitUpgrade(
  admission: Admission,
  request: Request,
): Promise<(() => void) | Refusal> {
  const path = request.url.split('?', 1)[0];
  if (path !== '/graphql' || request.get('upgrade')?.toLowerCase() !== 'websocket') {
    return { status: 404, code: 'NOT_FOUND', message: 'WebSockets are served at /graphql.' };
  }
  const result = await admission.rateLimits.byAddress(clientAddress(request));
  if (result && !result.allowed) {
    return { status: 429, code: 'RATE_LIMITED', message: rateLimitedMessage(result) };
  }
  return admit(admission, request);
}

/** Responds to an upgrade request that is refused, and closes its connection. */
export function refuseUpgrade(socket: Duplex, { status, code, message }: Refusal): void {
  const body = JSON.stringify(errorBody(code, message));
  socket.end(
    [
      `HTTP/1.1 ${status} Refused`,
      'connection: close',
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

const isSameHost = (origin: string, request: Request): boolean =>
  URL.canParse(origin) && new URL(origin).host === request.host;

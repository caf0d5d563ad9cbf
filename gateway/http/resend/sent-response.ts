import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { isPublic } from '../../cache/audience.ts';
import type { CachedOperation } from '../../cache/cached-operation.ts';

/** A cached response as it was sent: headers, and a body that may be compressed. */
export type SentResponse = CachedOperation & {
  readonly headers: OutgoingHttpHeaders;
  readonly bytes: Buffer;
  readonly isPublic: boolean;
  /** In the time of `performance.now()`. */
  readonly expiresAt: number;
};

/** Headers that every response has values of its own for. */
const ownHeaders = new Set([
  'x-request-id',
  'cache-control',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
]);

/** Returns for how many more seconds a response may be sent. */
export const secondsLeft = ({ expiresAt }: SentResponse): number =>
  Math.floor((expiresAt - performance.now()) / 1_000);

/** Takes the response when it is sent, if it comes from the response cache and viewers with these scopes share it. */
export function captureResponse(
  response: Response,
  scopes: string,
  take: (sent: SentResponse) => void,
): void {
  let cached: CachedOperation | undefined;
  let expiresAt = 0;
  response.locals['onCacheHit'] = (operation: CachedOperation) => {
    cached = operation;
    expiresAt = performance.now() + operation.secondsLeft * 1_000;
  };
  const end = response.end.bind(response) as (...all: unknown[]) => Response;
  response.end = ((...all: unknown[]) => {
    const [body, charset] = all;
    const bytes = typeof body === 'string' ? Buffer.from(body, charset as 'utf8') : body;
    const isShared =
      cached?.audience.kind === 'scopes' && cached.audience.scopes.join(' ') === scopes;
    if (cached && isShared && response.statusCode === 200 && Buffer.isBuffer(bytes)) {
      const headers = sharedHeaders(response);
      take({ ...cached, headers, bytes, expiresAt, isPublic: isPublic(cached.audience) });
    }
    return end(...all);
  }) as Response['end'];
}

const sharedHeaders = (response: Response): OutgoingHttpHeaders =>
  Object.fromEntries(
    Object.entries(response.getHeaders()).filter(([name]) => !ownHeaders.has(name)),
  );

import type { Viewer } from '@shop/schema';
import type { Request } from 'express';
import { sessionModeHeader } from '../refresh-cookie.ts';

/** Longest body that is a key: an operation of a shop front with its variables has a tenth of it. */
const maxBodyBytes = 16 * 1024;

/**
 * All headers but `authorization` that the response to a query depends on: CORS, compression, the type of its content,
 * what prevents CSRF. What depends on another header belongs here or among the `bypassing`.
 */
const deciding = [
  'origin',
  'accept',
  'accept-encoding',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
] as const;

/** Headers of requests whose responses depend on more: conditions, cookies, encodings of bodies. */
const bypassing = [
  sessionModeHeader,
  'access-control-request-headers',
  'content-encoding',
  'expect',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'range',
  'transfer-encoding',
] as const;

/** Returns the bytes of the body of a request that may be responded to with a sent response; `undefined` for others. */
export function bodyBytesOf({ method, headers }: Request): number | undefined {
  if (bypassing.some((name) => headers[name] !== undefined)) return undefined;
  const bytes = Number(headers['content-length'] ?? 0);
  if (method === 'GET') return bytes === 0 ? 0 : undefined;
  return method === 'POST' && bytes > 0 && bytes <= maxBodyBytes ? bytes : undefined;
}

/** Returns the scopes that viewers share responses by (cache/audience.ts), as text. */
export const scopesOf = (viewer: Viewer | undefined): string =>
  viewer ? [...viewer.scopes].sort().join(' ') : '';

/** Returns all that the response to a request with this body depends on, for viewers with these scopes. */
export const requestKey = (
  { method, originalUrl, headers }: Request,
  scopes: string,
  body: Buffer | undefined,
): string =>
  `${scopes}\n${method} ${originalUrl}\n${deciding.map((name) => headers[name] ?? '').join('\n')}\n${body?.toString('latin1') ?? ''}`;

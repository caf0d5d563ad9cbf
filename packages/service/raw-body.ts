import express, { type Request, type RequestHandler } from 'express';
import { refuseUnreadable } from './unreadable-body.ts';

/**
 * Reads bodies of any type up to `limit` bytes as they arrived, since a signature is over bytes. Rejects
 * compressed ones (415).
 */
export function rawBody(limit: number): RequestHandler {
  const read = express.raw({ limit, inflate: false, type: () => true });
  return (request, response, next) =>
    read(request, response, (error) =>
      error ? refuseUnreadable(error, request, response, next) : next(),
    );
}

/** Returns the bytes that `rawBody` has read. */
export const bytesOf = ({ body }: Pick<Request, 'body'>): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.alloc(0);

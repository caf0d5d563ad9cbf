import cors from 'cors';
import type { RequestHandler } from 'express';
import { z } from 'zod';

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** An environment variable with origins, separated by commas. */
export const corsOrigins = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every(isOrigin), {
    error: 'must be origins such as https://shop.example, separated by commas',
  });

const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
];

/**
 * Allows browsers to call from listed origins. Other origins get no CORS header at all. Credentials are
 * bearer tokens that scripts add themselves, so cookies are never allowed.
 */
export function corsFor(origins: readonly string[]): RequestHandler[] {
  const listed = new Set(origins);
  return [
    (_request, response, next) => {
      // Caches must not serve the response for one origin to another, or to a request without one.
      response.vary('Origin');
      next();
    },
    cors({
      origin: (origin, decide) =>
        decide(null, origin !== undefined && listed.has(origin) ? origin : false),
      methods: ['GET', 'POST'],
      maxAge: 600,
      exposedHeaders,
    }),
  ];
}

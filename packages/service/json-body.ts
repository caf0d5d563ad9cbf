import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { refuseUnreadable } from './unreadable-body.ts';

/** Reads JSON bodies up to `limit`; responds to an invalid body with a GraphQL error. */
export const jsonBody = (limit: string): (RequestHandler | ErrorRequestHandler)[] => [
  express.json({ limit }),
  refuseUnreadable,
];

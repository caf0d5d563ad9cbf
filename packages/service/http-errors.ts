import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorBody } from './errors.ts';
import { maskedError } from './format-errors.ts';
import type { Log } from './log.ts';

/** Responds to unknown paths with 404. */
export const notFound: RequestHandler = (_request, response) => {
  response.status(404).json(errorBody('NOT_FOUND', 'Nothing is served here.'));
};

/** Responds to an uncaught error with an id that is in the log, never with a stack trace. */
export const serverError =
  (log: Log): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = (error as { status?: number }).status ?? 500;
    if (status < 500) {
      response.status(status).json(errorBody('BAD_REQUEST', 'The request is invalid.'));
      return;
    }
    const errorId = randomUUID();
    log.error({ err: error, errorId }, 'request failed');
    response.status(500).json({ errors: [maskedError(errorId)] });
  };

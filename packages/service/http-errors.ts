import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { errorBody } from './errors.ts';
import { isTemporary, logTemporary, maskedError, temporaryMessage } from './format-errors.ts';
import type { Log } from './log.ts';

/** Responds to unknown paths with 404. */
export const notFound: RequestHandler = (_request, response) => {
  response.status(404).json(errorBody('NOT_FOUND', 'Nothing is served here.'));
};

/**
 * Responds to an uncaught error: 503 when a database or broker is unavailable, otherwise 500 with an id that
 * is in the log. Never with a stack trace.
 */
export const serverError =
  (log: Log): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = (error as { status?: number }).status ?? 500;
    if (status < 500) {
      response.status(status).json(errorBody('BAD_REQUEST', 'The request is invalid.'));
      return;
    }
    if (isTemporary(error)) {
      logTemporary(log, error);
      response.status(503).json(errorBody('SERVICE_UNAVAILABLE', temporaryMessage));
      return;
    }
    const errorId = randomUUID();
    log.error({ err: error, errorId }, 'request failed');
    response.status(500).json({ errors: [maskedError(errorId)] });
  };

import type { ErrorRequestHandler } from 'express';
import { errorBody } from './errors.ts';

const faults: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'entity.too.large': 'The body is too large.',
  'encoding.unsupported': 'The encoding of the body is not supported.',
  'charset.unsupported': 'The character set of the body is not supported.',
};

/** Responds to an invalid body with a GraphQL error. */
export const refuseUnreadable: ErrorRequestHandler = (error, _request, response, next) => {
  const { type, status } = error as { type?: string; status?: number };
  if (status === undefined || status >= 500) return next(error);
  const message = faults[type ?? ''] ?? 'The request is invalid.';
  response.status(status).json(errorBody('BAD_REQUEST', message));
};

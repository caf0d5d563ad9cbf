import type { ErrorRequestHandler } from 'express';
import { errorBody } from './errors.ts';

const faults: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'entity.too.large': 'The body is too large.',
  'encoding.unsupported': 'The body has an encoding we do not read.',
  'charset.unsupported': 'The body has a charset we do not read.',
};

/** Answers a body that cannot be read as a GraphQL error. */
export const refuseUnreadable: ErrorRequestHandler = (error, _request, response, next) => {
  const { type, status } = error as { type?: string; status?: number };
  if (status === undefined || status >= 500) return next(error);
  const message = faults[type ?? ''] ?? 'The request cannot be read.';
  response.status(status).json(errorBody('BAD_REQUEST', message));
};

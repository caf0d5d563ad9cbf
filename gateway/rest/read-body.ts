import express, { type RequestHandler } from 'express';
import { problemOf } from './errors.ts';

/** Largest request body, as for `/graphql`. */
const bodyLimit = '100kb';
const types = ['json', '+json'];

const hasBody = ({ headers }: Parameters<RequestHandler>[0]): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Refuses a body that is not JSON: 415. */
const onlyJson: RequestHandler = (request, _response, next) => {
  if (!hasBody(request) || request.is(types)) return next();
  throw problemOf('BAD_REQUEST', 'The body must have the type application/json.', {
    status: 415,
    headers: { accept: 'application/json' },
  });
};

/** Refuses JSON that is not an object. */
const onlyObject: RequestHandler = ({ body }, _response, next) => {
  if (!Array.isArray(body)) return next();
  throw problemOf('BAD_REQUEST', 'The body must be a JSON object.');
};

/** Reads the body of a request, which may have none. */
export const readBody: readonly RequestHandler[] = [
  onlyJson,
  express.json({ limit: bodyLimit, type: types }),
  onlyObject,
];

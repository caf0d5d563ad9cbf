import { randomUUID } from 'node:crypto';
import { type ErrorCode, errorCodes } from '@shop/schema';
import type { Log } from '@shop/service';
import type { ErrorRequestHandler, Response } from 'express';
import { GraphQLError } from 'graphql';
import { sendProblem } from '../http/problem.ts';
import { ProblemError, problemOf } from './errors.ts';

type HttpError = { readonly status?: number; readonly type?: string };
type Http = { readonly headers?: ReadonlyMap<string, string>; readonly status?: number };

const faults: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'entity.too.large': 'The body is too large.',
  'encoding.unsupported': 'The encoding of the body is not supported.',
  'charset.unsupported': 'The character set of the body is not supported.',
};

const isPublic = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** Returns the problem of an error that a client may read; `undefined` for an unexpected one. */
function problemIn(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof GraphQLError && isPublic(error.extensions['code'])) {
    const { status, headers = new Map() } = (error.extensions['http'] ?? {}) as Http;
    const options = { headers: Object.fromEntries(headers), ...(status && { status }) };
    return problemOf(error.extensions['code'], error.message, options);
  }
  if (error instanceof URIError) {
    return problemOf('BAD_REQUEST', 'The percent-encoding of the path is broken.');
  }
  const { status = 500, type = '' } = error as HttpError;
  if (status >= 500) return undefined;
  return problemOf('BAD_REQUEST', faults[type] ?? 'The request is invalid.', { status });
}

function sendUnexpected(log: Log, response: Response, error: unknown): void {
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'request failed');
  const detail = `Something went wrong on our side. Quote ${errorId} when you ask about it.`;
  sendProblem(response, { status: 500, code: 'INTERNAL_SERVER_ERROR', detail });
}

/** Responds to an error with its problem. An unexpected one is logged under an id, which is all that a client sees. */
export const sendError =
  (log: Log): ErrorRequestHandler =>
  (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const found = problemIn(error);
    if (!found) return sendUnexpected(log, response, error);
    // What the operation may be cached for holds for its data.
    response.set({ ...found.headers, 'cache-control': 'no-store' });
    sendProblem(response, found.problem);
  };

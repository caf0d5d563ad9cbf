import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '@shop/schema';
import { errorBody, requestIdOf } from '@shop/service';
import type { Request, Response } from 'express';

/** One part of a problem, with the part of the request or of the response that it is about. */
export type ProblemDetail = {
  readonly detail: string;
  readonly code?: string;
  /** JSON pointer into the body, as a URI fragment (RFC 6901, section 6). */
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  /** The data of a refusal: a member of `union UserErrorDetails`. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Why a request of REST fails. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly ProblemDetail[];
};

/** Responds with problem details (RFC 9457). */
export function sendProblem(response: Response, { status, ...problem }: Problem): void {
  const title = STATUS_CODES[status] ?? 'Error';
  const requestId = requestIdOf(response);
  response.status(status).set('content-type', 'application/problem+json');
  response.json({ type: 'about:blank', title, status, ...problem, requestId });
}

/** Where REST begins. */
export const restRoot = '/api';

const isRest = ({ originalUrl }: Request): boolean => /^\/api(?=[/?]|$)/.test(originalUrl);

/** Refuses a request in the format of its path: problem details for REST, a GraphQL error elsewhere. */
export function sendRefusal(
  code: ErrorCode,
  detail: string,
  status: number,
  response: Response,
): void {
  if (isRest(response.req)) sendProblem(response, { status, code, detail });
  else response.status(status).json(errorBody(code, detail));
}

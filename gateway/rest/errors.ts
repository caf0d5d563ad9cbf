import type { ErrorCode } from '@shop/schema';
import type { Problem, ProblemDetail } from '../http/problem.ts';
import { errorStatuses } from './statuses.ts';

/** A request of REST fails; the response is this problem. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail);
    this.problem = problem;
    this.headers = headers;
  }
}

/** Returns a problem of this code, with the status of its code unless another is given. */
export const problemOf = (
  code: ErrorCode,
  detail: string,
  { status = errorStatuses[code], headers = {} }: ProblemOptions = {},
): ProblemError => new ProblemError({ status, code, detail }, headers);

type ProblemOptions = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** BAD_USER_INPUT with what is wrong. */
export const invalidRequest = (errors: readonly ProblemDetail[]): ProblemError =>
  new ProblemError({
    status: 400,
    code: 'BAD_USER_INPUT',
    detail: 'The request is invalid.',
    errors,
  });

/** The viewer has to sign in (RFC 6750, section 3). */
export const signInFirst = (): ProblemError =>
  problemOf('UNAUTHENTICATED', 'Sign in first.', { headers: { 'www-authenticate': 'Bearer' } });

export const notFoundProblem = (): ProblemError =>
  problemOf('NOT_FOUND', 'It does not exist, or you may not see it.');

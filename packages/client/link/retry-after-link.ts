import { ApolloLink } from '@apollo/client/link';
import { from, mergeMap, type Observable } from 'rxjs';
import { outcomes, pass, responseOf } from './outcome.ts';
import { mutationsOf } from './root-fields.ts';

/** How long to wait for the shop. */
export type RetryAfterOptions = {
  /** The longest wait; a response that asks for more is passed on. */
  readonly maxWaitMs: number;
  readonly wait: (ms: number) => Promise<void>;
};

/** How often an operation is sent again. */
const attempts = 3;

/** The wait that a response asks for: seconds, or a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(response: Response, now = Date.now()): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Sends an operation again that was refused by a limit, after the time that the response states. */
export const createRetryAfterLink = ({ maxWaitMs, wait }: RetryAfterOptions): ApolloLink =>
  new ApolloLink((operation, forward) => {
    // A mutation may have run before a 503, but not before a 429.
    const statuses = mutationsOf(operation.query).length > 0 ? [429] : [429, 503];
    const attempt = (left: number): Observable<ApolloLink.Result> => {
      operation.setContext({ response: undefined });
      return outcomes(forward(operation)).pipe(
        mergeMap((outcome) => {
          const response = responseOf(operation);
          const isLimited = response && statuses.includes(response.status);
          const ms = isLimited ? retryAfterMs(response) : undefined;
          if (ms === undefined || ms > maxWaitMs || left === 0) return pass(outcome);
          return from(wait(ms)).pipe(mergeMap(() => attempt(left - 1)));
        }),
      );
    };
    return attempt(attempts);
  });

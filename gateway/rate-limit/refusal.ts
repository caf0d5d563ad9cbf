import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Verdict } from './limiter.ts';

/** Headers of every counted answer (draft-ietf-httpapi-ratelimit-headers-06). */
export const rateLimitHeaders = ({
  limit,
  remaining,
  resetSeconds,
}: Verdict): [string, string][] => [
  ['ratelimit-limit', String(limit)],
  ['ratelimit-remaining', String(remaining)],
  ['ratelimit-reset', String(resetSeconds)],
];

/** Headers of a refusal, which also says when to come back (RFC 9110, section 10.2.3). */
export const refusalHeaders = (verdict: Verdict): [string, string][] => [
  ...rateLimitHeaders(verdict),
  ['retry-after', String(verdict.resetSeconds)],
];

export const refusalMessage = ({ limit, resetSeconds }: Verdict): string =>
  `Too many requests; ${limit} a minute are allowed. Try again in ${resetSeconds} s.`;

/** RATE_LIMITED with status 429 and the time to wait. */
export const rateLimited = (verdict: Verdict): GraphQLError =>
  new GraphQLError(refusalMessage(verdict), {
    extensions: {
      code: 'RATE_LIMITED',
      http: { status: 429, headers: new HeaderMap(refusalHeaders(verdict)) },
    },
  });

import { HeaderMap } from '@apollo/server';
import { graphqlError } from '@shop/service';
import type { GraphQLError } from 'graphql';
import type { RateLimitResult } from './limiter.ts';

/** Headers of every counted response (draft-ietf-httpapi-ratelimit-headers-06). */
export const rateLimitHeaders = ({
  limit,
  remaining,
  resetSeconds,
}: RateLimitResult): [string, string][] => [
  ['ratelimit-limit', String(limit)],
  ['ratelimit-remaining', String(remaining)],
  ['ratelimit-reset', String(resetSeconds)],
];

/** Headers of a refused request, with the time to wait (RFC 9110, section 10.2.3). */
export const rateLimitedHeaders = (result: RateLimitResult): [string, string][] => [
  ...rateLimitHeaders(result),
  ['retry-after', String(result.resetSeconds)],
];

export const rateLimitedMessage = ({ limit, resetSeconds }: RateLimitResult): string =>
  `Too many requests: ${limit} are allowed per minute. Try again in ${resetSeconds} s.`;

/** RATE_LIMITED with status 429 and the time to wait. */
export const rateLimited = (result: RateLimitResult): GraphQLError =>
  graphqlError('RATE_LIMITED', rateLimitedMessage(result), {
    extensions: {
      seconds: result.resetSeconds,
      http: { status: 429, headers: new HeaderMap(rateLimitedHeaders(result)) },
    },
  });

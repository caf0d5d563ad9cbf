import type { ErrorCode } from '@shop/schema';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../plan/subgraph-reply.ts';
import type { HttpResponse } from './http-exchange.ts';

export type Errors = readonly GraphQLFormattedError[];

/** Whether an error of a subgraph has a code. */
export const hasCode = ({ extensions }: GraphQLFormattedError, code: ErrorCode): boolean =>
  extensions?.['code'] === code;

/** Returns the errors of a subgraph that responds 400 because of the client's input; else `undefined`. */
function badUserInputIn(response: HttpResponse): Errors | undefined {
  const { errors } = response.status === 400 ? parseObject(response) : {};
  const all = Array.isArray(errors) ? (errors as Errors) : [];
  return all.length > 0 && all.every((error) => hasCode(error, 'BAD_USER_INPUT')) ? all : undefined;
}

function parseObject({ headers, text }: HttpResponse): SubgraphResponse {
  const isJson = /^application\/(graphql-response\+)?json/.test(String(headers['content-type']));
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  if (typeof body !== 'object' || body === null)
    throw new Error('The response is not a JSON object.');
  return body;
}

/**
 * Returns the response of a subgraph, a new object each time. Of one that responds 400 because of the client's input
 * these are the errors. Throws when it has another status, or is not a JSON object.
 */
export function readResponse(response: HttpResponse): SubgraphResponse {
  const { status } = response;
  if (status >= 200 && status <= 299) return parseObject(response);
  const errors = badUserInputIn(response);
  if (!errors) throw new Error(`The status is ${status}.`);
  return { errors };
}

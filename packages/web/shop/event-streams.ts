import type { ApolloLink } from '@apollo/client/link';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';
import { Observable } from 'rxjs';
import { session, uri } from './session.ts';

const authorization = async (): Promise<Record<string, string>> => {
  const token = await session.accessToken();
  return token ? { authorization: `Bearer ${token}` } : {};
};

const streams = createClient({
  url: uri,
  headers: authorization,
  retryAttempts: Number.POSITIVE_INFINITY,
});

/** Streams a subscription as events, and connects again until the page is left. */
export const stream = ({ query, variables, operationName }: ApolloLink.Operation) =>
  new Observable<ApolloLink.Result>((observer) =>
    streams.subscribe<Record<string, unknown>>(
      { query: print(query), variables, ...(operationName && { operationName }) },
      {
        next: (result) => observer.next(result as ApolloLink.Result),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      },
    ),
  );

import type { ApolloClient } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { parse } from 'graphql';
import type { Send } from './entry.ts';

/** Sends the mutations of an outbox with Apollo Client, whose cache takes what they return. */
export const apolloSend =
  (client: ApolloClient): Send =>
  async ({ document, variables }) => {
    const { data, error } = await client.mutate<Record<string, unknown>>({
      mutation: parse(document),
      variables,
      errorPolicy: 'all',
    });
    if (error && !CombinedGraphQLErrors.is(error)) throw error;
    const errors = error?.errors ?? [];
    return {
      data: data ?? null,
      errors: errors.map(({ message, extensions }) => ({
        message,
        code: String(extensions?.['code']),
      })),
    };
  };

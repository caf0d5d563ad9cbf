import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { of } from 'rxjs';
import { expect, it } from 'vitest';
import type { Session } from './session.ts';
import { createSessionLink } from './session-link.ts';

type Context = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: string;
};

/** A client whose shop refuses old tokens, and what it has sent. */
function setUp(mode: 'token' | 'cookie' = 'token') {
  const sent: Context[] = [];
  let token = 'old';
  const session: Session = {
    mode,
    accessToken: async () => token,
    async refresh() {
      token = 'new';
      return token;
    },
    signIn: async () => {},
    signOut: async () => {},
  };
  const shop = new ApolloLink((operation) => {
    const context = operation.getContext() as Context;
    sent.push(context);
    const needsToken = /__typename \}|me/.test(operation.operationName ?? 'me');
    const isOld = context.headers?.['authorization'] === 'Bearer old';
    const errors = [{ message: 'Expired.', extensions: { code: 'UNAUTHENTICATED' } }];
    if (needsToken && isOld) return of({ errors });
    return of({
      data: { me: null, login: null },
      ...(isOld && { extensions: { accessToken: {} } }),
    });
  });
  const link = ApolloLink.from([createSessionLink(session), shop]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return { client, sent, tokenNow: () => token };
}
const sentTokens = (sent: readonly Context[]) =>
  sent.map(({ headers }) => headers?.['authorization']);

it('an operation that is refused for its token is sent once more with a new one', async () => {
  const { client, sent } = setUp();
  await client.query({ query: gql`query me { me { id } }` });
  expect(sentTokens(sent)).toEqual(['Bearer old', 'Bearer new']);
});

it('an operation that signs in is sent without a token', async () => {
  const { client, sent } = setUp();
  await client.mutate({ mutation: gql`mutation login { login { id } }` });
  expect(sentTokens(sent)).toEqual([undefined]);
});

it('a token that the shop has ignored is refreshed for the next operation', async () => {
  const { client, sent, tokenNow } = setUp();
  await client.query({ query: gql`query shelves { me { id } }` });
  expect(sentTokens(sent)).toEqual(['Bearer old']);
  expect(tokenNow()).toBe('new');
});

it('only mutations of the session send the cookie', async () => {
  const { client, sent } = setUp('cookie');
  await client.mutate({ mutation: gql`mutation login { login { id } }` });
  await client.query({ query: gql`query shelves { me { id } }` });
  expect(sent.map(({ credentials }) => credentials)).toEqual(['include', undefined]);
  expect(sent[0]?.headers).toEqual({ 'x-session-mode': 'cookie' });
});

import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { of } from 'rxjs';
import { expect, it } from 'vitest';
import { createRetryAfterLink, retryAfterMs } from './retry-after-link.ts';

/** A client of a shop that answers with these statuses, one after the other. */
function setUp(statuses: readonly number[], retryAfter = '7') {
  const waits: number[] = [];
  let n = 0;
  const shop = new ApolloLink((operation) => {
    const status = statuses[n++] ?? 200;
    const headers = status === 200 ? {} : { 'retry-after': retryAfter };
    operation.setContext({ response: new Response('', { status, headers }) });
    const errors = [{ message: 'Wait.', extensions: { code: 'RATE_LIMITED' } }];
    return of(status === 200 ? { data: { me: null } } : { errors });
  });
  const wait = async (ms: number) => void waits.push(ms);
  const link = ApolloLink.from([createRetryAfterLink({ maxWaitMs: 10_000, wait }), shop]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return { client, waits, sent: () => n };
}
const query = gql`query { me { id } }`;
const mutation = gql`mutation { me { id } }`;

it('a limited operation is sent again after the time that the shop asks for', async () => {
  const { client, waits } = setUp([429, 429]);
  await client.mutate({ mutation });
  expect(waits).toEqual([7_000, 7_000]);
});

it('a client does not wait for longer than it wants, nor for ever', async () => {
  const long = setUp([429], '11');
  await expect(long.client.query({ query })).rejects.toThrow('Wait.');
  const often = setUp([429, 429, 429, 429]);
  await expect(often.client.query({ query })).rejects.toThrow('Wait.');
  expect([long.sent(), often.sent()]).toEqual([1, 4]);
});

it('a mutation that may have run is not sent again, a query is', async () => {
  const changed = setUp([503]);
  await expect(changed.client.mutate({ mutation })).rejects.toThrow('Wait.');
  const read = setUp([503]);
  await read.client.query({ query });
  expect([changed.sent(), read.sent()]).toEqual([1, 2]);
});

it.each([
  ['7', 7_000],
  ['Sat, 01 Jan 2000 00:00:09 GMT', 9_000],
  ['soon', undefined],
])('retry-after %s', (value, ms) => {
  const response = new Response('', { headers: { 'retry-after': value } });
  expect(retryAfterMs(response, Date.parse('2000-01-01T00:00:00Z'))).toBe(ms);
});

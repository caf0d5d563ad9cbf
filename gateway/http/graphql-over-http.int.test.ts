import { serverAudits } from 'graphql-http';
import { expect, it } from 'vitest';
import { startPingGateway } from '../testing/ping-gateway.ts';
import { send } from '../testing/send-request.ts';

/** A program, and not a page of another site, as CSRF prevention demands of GET. */
const fetchFn: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('apollo-require-preflight', '1');
  return fetch(url, { ...init, headers });
};

it('every audit of GraphQL over HTTP passes: what servers must, should and may do', async () => {
  const { url } = await startPingGateway();
  const audits = serverAudits({ url, fetchFn });
  expect(audits.length).toBeGreaterThan(50);
  const failed: unknown[] = [];
  for (const { name, fn } of audits) {
    const result = await fn();
    if (result.status !== 'ok') failed.push([result.status, name, result.reason]);
  }
  expect(failed).toEqual([]);
});

it.each([
  ['application/json', '{ unknown }', 200, 'GRAPHQL_VALIDATION_FAILED'],
  ['application/json', '', 400, 'BAD_REQUEST'],
  ['application/graphql-response+json', '{ unknown }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'application/graphql-response+json, application/json;q=0.9',
    '{ unknown }',
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['*/*', '{ unknown }', 400, 'GRAPHQL_VALIDATION_FAILED'],
])(
  'a client that accepts %s gets for "%s" the status %i',
  async (accept, query, expected, code) => {
    const { url } = await startPingGateway();
    const headers = { accept, 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    const { status, codes } = await send(url, { method: 'POST', headers, body });
    expect([status, codes]).toEqual([expected, [code]]);
  },
);

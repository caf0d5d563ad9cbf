import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, send } from '../testing/send-request.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const received: unknown[] = [];
let shop: TestGateway;
beforeAll(async () => {
  shop = await startTestGateway({
    sdl: `
      scalar DateTime
      scalar Decimal
      scalar CurrencyCode
      scalar CountryCode
      scalar Colour
      input Price { amount: Decimal!, currencyCode: CurrencyCode = "EUR" }
      input Search { prices: [Price!], since: DateTime, country: CountryCode, colour: Colour }
      type Query { find(search: Search, since: DateTime): String }
    `,
    resolvers: {
      Query: {
        find: (_, args) => {
          received.push(args);
          return 'found';
        },
      },
    },
  });
});
afterAll(() => shop.stop());

const query = 'query ($search: Search, $since: DateTime) { find(search: $search, since: $since) }';
const post = (variables: object) => send(shop.url, json({ query, variables }));

it.each([
  ['at the top', { since: 'x' }, '$since', 'RFC 3339'],
  ['in an input', { search: { since: '2026-01-01' } }, '$search', 'search.since'],
  [
    'in a list',
    { search: { prices: [{ amount: '1' }, { amount: 'abc' }] } },
    '$search',
    'search.prices[1].amount',
  ],
  [
    'of the wrong kind',
    { search: { prices: [{ amount: 19.99 }] } },
    '$search',
    'search.prices[0].amount',
  ],
  [
    'that does not exist',
    { search: { prices: [{ amount: '1', currencyCode: 'EURO' }] } },
    '$search',
    'CurrencyCode must be',
  ],
  ['that is not text', { search: { country: 49 } }, '$search', 'search.country'],
])(
  'an invalid value %s of a variable is refused with its path, before it reaches a subgraph',
  async (_, variables, variable, path) => {
    received.splice(0);
    const { status, codes, text } = await post(variables);
    expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    expect(JSON.parse(text).errors[0].message).toContain(`Variable "${variable}"`);
    expect(JSON.parse(text).errors[0].message).toContain(path);
    expect(text).not.toMatch(/stacktrace|serviceName|node_modules/);
    expect(received).toEqual([]);
  },
);

it.each([
  '{ find(since: "x") }',
  '{ find(search: { prices: [{ amount: "abc" }] }) }',
  '{ find(search: { prices: [{ amount: 19.99 }] }) }',
  '{ find(search: { prices: [{ amount: "1", currencyCode: "EURO" }] }) }',
  'query ($since: DateTime = "x") { find(since: $since) }',
])('the operation %s with an invalid literal is refused', async (operation) => {
  const { status, codes, text } = await send(shop.url, json({ query: operation }));
  expect([status, codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  expect(text).toMatch(/must be an? /);
});

it('valid values reach the subgraph unchanged, and unknown scalars accept anything', async () => {
  received.splice(0);
  const search = {
    prices: [{ amount: '19.90', currencyCode: 'JPY' }],
    since: '2026-01-01T00:00:00+01:00',
    country: 'DE',
    colour: { red: [1] },
  };
  expect((await post({ search, since: null })).text).toContain('found');
  const literal =
    '{ find(search: { prices: { amount: "19.90" }, since: "2026-01-01T00:00:00+01:00", colour: { red: [1] } }) }';
  expect((await send(shop.url, json({ query: literal }))).text).toContain('found');
  const { country: _, prices, ...rest } = search;
  expect(received).toEqual([
    { search, since: null },
    { search: { ...rest, prices: [{ ...prices[0], currencyCode: 'EUR' }] } },
  ]);
});

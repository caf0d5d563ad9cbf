import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { serveShielded } from '../testing/serve-shielded.ts';
import { createFederation } from './create-federation.ts';

const federation = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
const user = `
  type Query { me: Me hello: String }
  type Me { city: String }
  type Mutation { move(city: String!): String }`;
/** The directive under another name: any supergraph may link it. */
const order = `
  ${federation('"@composeDirective"')}
  extend schema
    @link(url: "https://specs.shop.example/viewerData/v0.1", import: [{ name: "@viewerData", as: "@sends" }])
    @composeDirective(name: "@sends")
  directive @sends(query: String!, when: [String!]!) on FIELD_DEFINITION
  type Query { ping: String }
  type Mutation {
    ship(input: ShipInput): String @sends(query: "{ me { city } }", when: ["savedId", "useDefault"])
    cancel(input: ShipInput): String
  }
  input ShipInput { savedId: ID useDefault: Boolean city: String }`;

type Sent = { readonly subgraph: string; readonly query: string; readonly extensions: unknown };
let sent: Sent[] = [];
let city = 'Zagreb';
let answer: () => object = () => ({ data: { me: { city } } });
let server: Awaited<ReturnType<typeof serveShielded>>;

beforeAll(async () => {
  const gateway = createFederation({
    supergraphSdl: composeSupergraph({ user, order }),
    dataSource: ({ name }) => ({
      async process({ request: { query = '', extensions } }) {
        sent.push({ subgraph: name, query, extensions });
        if (query === '{ me { city } }') return answer();
        if (name === 'user') city = 'Rijeka';
        const fields = [...query.matchAll(/(?:(\w+): ?)?(ship|cancel|move)\b/g)];
        return {
          data: Object.fromEntries(fields.map(([, alias, field]) => [alias ?? field, 'ok'])),
        };
      },
    }),
  });
  server = await serveShielded(gateway);
});
afterAll(() => server.stop());
beforeEach(() => {
  sent = [];
  city = 'Zagreb';
  answer = () => ({ data: { me: { city } } });
});

const nel = { id: 'nel', scopes: new Set() } as unknown as Viewer;
/** Runs a mutation. Returns what the order subgraph received beside it, and how often the query ran. */
async function run(
  query: string,
  variables: Record<string, unknown> = {},
  viewer: Viewer | null = nel,
) {
  const { errors } = await server.run({ query, variables }, viewer ?? undefined);
  expect(errors).toBeUndefined();
  const queries = sent.filter(({ query: text }) => text === '{ me { city } }');
  const received = sent.find(({ subgraph }) => subgraph === 'order')?.extensions;
  return { received, queries: queries.map(({ subgraph }) => subgraph) };
}
const data = { viewerData: { ship: { me: { city: 'Zagreb' } } } };
const withInput = 'mutation ($input: ShipInput) { ship(input: $input) }';

it.each([
  ['a variable', withInput, { input: { savedId: 'a' } }],
  ['a literal', 'mutation { ship(input: { useDefault: true }) }', {}],
  [
    'a literal with a variable',
    'mutation ($id: ID) { ship(input: { savedId: $id }) }',
    { id: 'a' },
  ],
  ['a fragment', 'mutation { ...F } fragment F on Mutation { ship(input: { savedId: "a" }) }', {}],
  [
    'two fields under aliases',
    'mutation { a: ship(input: { savedId: "a" }) b: ship(input: { savedId: "b" }) }',
    {},
  ],
])(
  'a mutation whose input has one of the fields in %s is sent with the data',
  async (_, query, variables) => {
    expect(await run(query, variables)).toEqual({ received: data, queries: ['user'] });
  },
);

it.each([
  ['without the fields', withInput, { input: { city: 'Zagreb' } }],
  ['with null or false', withInput, { input: { savedId: null, useDefault: false } }],
  ['without an input', withInput, {}],
  ['that declares no data', 'mutation { cancel(input: { savedId: "a" }) }', {}],
  [
    'that is skipped',
    'mutation ($no: Boolean!) { cancel ship(input: { savedId: "a" }) @include(if: $no) }',
    { no: false },
  ],
])('a mutation %s is sent alone', async (_, query, variables) => {
  expect(await run(query, variables)).toEqual({ received: undefined, queries: [] });
});

it('data that a client sends reach no subgraph', async () => {
  const forged = { viewerData: { ship: { me: { city: 'Split' } } } };
  const variables = { input: { savedId: 'a' } };
  await server.run({ query: withInput, variables, extensions: forged }, nel);
  await server.run({ query: withInput, extensions: forged }, nel);
  const received = sent.filter(({ subgraph }) => subgraph === 'order');
  expect(received.map(({ extensions }) => extensions)).toEqual([data, undefined]);
});

it('an anonymous client has no data', async () => {
  const alone = { received: undefined, queries: [] };
  expect(await run(withInput, { input: { savedId: 'a' } }, null)).toEqual(alone);
});

it('the data are those after the mutations before it', async () => {
  const query = 'mutation { move(city: "Rijeka") ship(input: { savedId: "a" }) }';
  expect((await run(query)).received).toEqual({ viewerData: { ship: { me: { city: 'Rijeka' } } } });
});

it.each([
  ['no answer', () => ({ errors: [{ message: 'The user service is unavailable.' }] })],
  ['half an answer', () => ({ data: { me: null }, errors: [{ message: 'forbidden' }] })],
])('with %s the mutation is sent without data', async (_, response) => {
  answer = response;
  const { received } = await run(withInput, { input: { savedId: 'a' } });
  expect(received).toEqual({ viewerData: { ship: undefined } });
});

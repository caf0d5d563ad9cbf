import { graphqlError } from '@shop/service';
import { onTestFinished } from 'vitest';
import type { RestRoute } from '../rest/route.ts';
import { type LocalSubgraph, startTestGateway } from './test-gateway.ts';

/** The message of an unexpected error; no client may see it. */
const internalMessage = 'connect to postgres://shop:secret@db failed';
/** The same in the log, which has no credentials. */
export const loggedMessage = 'connect to postgres://[redacted]@db failed';

const sdl = `
  type Query {
    thing(id: ID!): Thing
    named(name: String!): Thing
    things(first: Int, after: String, last: Int, before: String): Things
    me: Thing
    broken: Thing
    outage: Thing
  }
  type Mutation { change(input: ChangeInput!): ChangePayload }
  type Thing { id: ID! name: String version: Int! stock: Int }
  type Things { nodes: [Thing!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  input ChangeInput { thingId: ID! name: String! expectedVersion: Int idempotencyKey: String! }
  type ChangePayload { thing: Thing token: String userErrors: [UserError!]! }
  type UserError { code: String! message: String! field: [String!] details: Details }
  union Details = WaitDetails | VersionDetails
  type WaitDetails { seconds: Int! }
  type VersionDetails { currentVersion: Int! }
`;

const thing = { id: '1', name: 'Tee', version: 3, stock: 5 };
const unavailable = () => {
  throw graphqlError('SERVICE_UNAVAILABLE', 'Stock is unavailable.');
};
const refusal = (
  code: string,
  message: string,
  field?: string[],
  details: object | null = null,
) => ({
  userErrors: [{ code, message, field: field ?? null, details }],
});

type Input = { name: string; expectedVersion?: number; idempotencyKey: string };

function change({ name, expectedVersion, idempotencyKey }: Input) {
  if (expectedVersion !== undefined && expectedVersion !== thing.version) {
    return refusal('VERSION_CONFLICT', 'The version has changed.', ['expectedVersion']);
  }
  if (name === '') return refusal('INVALID_VALUE', 'The name must not be empty.', ['name']);
  if (name === 'taken') return refusal('SLUG_TAKEN', 'The name is taken.', ['name']);
  if (name === 'many')
    return refusal('TOO_MANY_ATTEMPTS', 'Too many.', undefined, {
      __typename: 'WaitDetails',
      seconds: 42,
    });
  return { thing: { ...thing, name, version: 4 }, token: idempotencyKey, userErrors: [] };
}

/** Runs of `change` since the start. */
export const changes = { count: 0 };

const resolvers: NonNullable<LocalSubgraph['resolvers']> = {
  Query: {
    thing: (_, { id }) =>
      id === '0' ? null : { ...thing, id, stock: id === '2' ? unavailable : 5 },
    // Every name but its own is a former one.
    named: () => thing,
    things: () => ({
      nodes: [thing],
      pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: 'a', endCursor: 'b' },
    }),
    me: (_, __, { viewer }) => (viewer ? { ...thing, name: viewer.id } : null),
    broken: () => {
      throw new Error(internalMessage);
    },
    outage: unavailable,
  },
  Mutation: {
    change: (_, { input }) => {
      changes.count++;
      return change(input as Input);
    },
  },
};

const changeDocument = `mutation Change($input: ChangeInput!) { change(input: $input) {
  thing { id name version } token userErrors { code message field
    details { type: __typename ... on WaitDetails { seconds } ... on VersionDetails { currentVersion } } } } }`;

export const thingRoutes: readonly RestRoute[] = [
  {
    method: 'GET',
    path: '/things',
    document: `query Things($first: Int, $after: String, $last: Int, $before: String) {
      things(first: $first, after: $after, last: $last, before: $before) { items: nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  },
  {
    method: 'GET',
    path: '/things/{thingId}',
    document: 'query Thing($thingId: ID!) { thing(id: $thingId) { id name version stock } }',
  },
  {
    method: 'GET',
    path: '/named/{name}',
    document: 'query Named($name: String!) { named(name: $name) { id name version } }',
    renamed: 'name',
  },
  { method: 'PATCH', path: '/things/{thingId}', document: changeDocument, resource: 'thing' },
  {
    method: 'POST',
    path: '/things/{thingId}/copies',
    document: changeDocument,
    resource: 'thing',
    created: '/things/{id}',
  },
  { method: 'GET', path: '/me', document: 'query Me { me { id name } }', viewerOnly: true },
  { method: 'GET', path: '/broken', document: 'query Broken { broken { id } }' },
  { method: 'GET', path: '/outage', document: 'query Outage { outage { id } }' },
  {
    method: 'GET',
    path: '/old',
    document: 'query Old { thing(id: "1") { id } }',
    deprecated: { since: '2027-01-01', sunset: '2027-07-01', successor: '/things/{thingId}' },
  },
];

/** Starts a gateway with these routes, which stops at the end of the test. Returns the URL of the API too. */
export async function startThings(options: Partial<LocalSubgraph> = {}) {
  const subgraph: LocalSubgraph = { sdl, resolvers, routes: thingRoutes, ...options };
  const gateway = await startTestGateway(subgraph);
  onTestFinished(gateway.stop);
  return { ...gateway, api: gateway.url.replace('/graphql', '/api/v1') };
}

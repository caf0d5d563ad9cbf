import { ApolloGateway, LocalGraphQLDataSource, type SupergraphSdlHook } from '@apollo/gateway';
import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSupergraph } from '@shop/schema/supergraph';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { GatewayContext } from '../context.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { viewers } from '../testing/access-fuzz/expected-rules.ts';
import { createFederatedShop, type FederatedShop } from '../testing/access-fuzz/federated-shop.ts';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { serveShielded } from '../testing/serve-shielded.ts';
import { createPolicy } from './policy.ts';
import { reachOf } from './reach.ts';
import { requirementsOf } from './requirements.ts';
import { createShieldCheck } from './shield-check.ts';
import { shieldTree } from './shield-tree.ts';

const [anonymous, customer, , , root] = viewers;

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@authenticated", "@requiresScopes"]
)`;

const ghostName = vi.fn(() => 'g');
const values: Readonly<Record<string, unknown>> = {
  shapes: [
    { __typename: 'Circle', name: 'o' },
    { __typename: 'Square', name: 'q' },
    { __typename: 'Ghost', name: ghostName },
  ],
};

/** Starts a shielded gateway over this subgraph, whose root fields return their entry in `values`, or 1. */
async function startLocal(sdl: string, supergraph?: SupergraphSdlHook) {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve = () => values[field.name] ?? 1;
  }
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph ?? composeSupergraph({ a: sdl }),
    buildService: () => new LocalGraphQLDataSource(schema),
  });
  const server = await serveShielded(gateway);
  onTestFinished(server.stop);
  return (query: string) => server.run({ query }, anonymous);
}

const requirementsIn = (sdl: string) => requirementsOf(readSupergraph(parse(sdl)));

let shop: FederatedShop;
beforeAll(async () => {
  shop = await createFederatedShop();
});
afterAll(() => shop.stop());
beforeEach(() => {
  shop.resolved.length = 0;
});

const codes = (response: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  (response.errors ?? []).map(({ extensions }) => extensions?.['code']);

describe('conditions never relax a check', () => {
  it('a denied field behind @include refuses the whole mutation, whatever the variable says', async () => {
    const query = `mutation ($if: Boolean!) {
      greet(name: "x") { name email @include(if: $if) }
    }`;
    const response = await shop.run({ query, variables: { if: false } }, anonymous);
    expect(codes(response)).toEqual(['UNAUTHENTICATED']);
    expect(shop.resolved).toEqual([]);
  });

  it('a denied field behind @skip reaches no subgraph, and is an error only when it is not skipped', async () => {
    const query = 'query ($if: Boolean!) { person(id: "person-0") { name email @skip(if: $if) } }';
    const skipped = await shop.run({ query, variables: { if: true } }, anonymous);
    expect(skipped.data).toEqual({ person: { name: 'Person 0' } });
    expect(skipped.errors).toBeUndefined();
    const selected = await shop.run({ query, variables: { if: false } }, anonymous);
    expect(selected.data).toEqual({ person: { name: 'Person 0', email: null } });
    expect(shop.resolved).not.toContain('Person.email');
  });
});

describe('the operation that runs is the operation that was checked', () => {
  const query = 'query A { products { name } } query B { me { email } }';

  it.each(['', 'C'])(
    'an operation name that the document does not contain (%j) runs nothing',
    async (operationName) => {
      const response = await shop.run({ query, operationName }, anonymous);
      expect(response.status).toBe(400);
      expect(codes(response)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
      expect(shop.resolved).toEqual([]);
    },
  );

  it('an empty operation name does not run the only operation unchecked', async () => {
    const response = await shop.run(
      { query: 'query B { me { email } }', operationName: '' },
      anonymous,
    );
    expect(response.status).toBe(400);
    expect(shop.resolved).toEqual([]);
  });

  it('the named operation is checked, not the first one', async () => {
    const response = await shop.run({ query, operationName: 'B' }, anonymous);
    expect(codes(response)).toEqual(['UNAUTHENTICATED']);
    expect((await shop.run({ query, operationName: 'A' }, anonymous)).errors).toBeUndefined();
  });

  it('the plan of a filtered document is never used for the whole document, nor the reverse', async () => {
    const same = { query: '{ person(id: "person-1") { name email fingerprint } }' };
    const whole = { name: 'Person 1', email: 'p1@x.example', fingerprint: 'f1' };
    for (const viewer of [anonymous, root, anonymous, root]) {
      shop.resolved.length = 0;
      const { data } = await shop.run(same, viewer);
      expect(data?.['person']).toEqual(
        viewer ? whole : { ...whole, email: null, fingerprint: null },
      );
      expect(shop.resolved.includes('Person.email')).toBe(viewer !== undefined);
    }
  });
});

describe('names of the client that query plans use too', () => {
  it('an alias with the name of a key has the value that was asked for', async () => {
    const query = `{
      me { id: name orders { id: total { amount: currency } } }
      products(first: 1) { weight: name cost: popularity shippingCost margin inStock __typename: name }
    }`;
    const { data, errors } = await shop.run({ query }, root);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      me: { id: 'Person 0', orders: [{ id: { amount: 'EUR' } }] },
      products: [
        {
          weight: 'Product 0',
          cost: 0,
          shippingCost: 0,
          margin: 100,
          inStock: true,
          __typename: 'Product 0',
        },
      ],
    });
  });

  it('so it has in the payload of a mutation, through fragments and conditions', async () => {
    const query = `
      mutation ($if: Boolean!) { id: rename(id: "x", name: "y") { id: product { ...F } } }
      fragment F on Product { id: name inStock id: name @include(if: $if) ... on Product { weight: id @skip(if: $if) } }`;
    const { data, errors } = await shop.run({ query, variables: { if: false } }, root);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      id: { id: { id: 'Product 3', inStock: false, weight: 'product-3' } },
    });
  });

  it('a denied field has its error at the path of the client', async () => {
    const query = '{ id: people { id: email orders { number: id } __typename: name } }';
    const { data, errors } = await shop.run({ query }, anonymous);
    expect(data).toEqual({
      id: [
        { id: null, orders: null, __typename: 'Person 0' },
        { id: null, orders: null, __typename: 'Person 1' },
      ],
    });
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
      'id.0.id',
      'id.0.orders',
      'id.1.id',
      'id.1.orders',
    ]);
  });

  it('a refused mutation has its error at the path of the client', async () => {
    const query = 'mutation { id: greet(name: "x") { id: email } }';
    const { errors } = await shop.run({ query }, anonymous);
    expect(errors?.map(({ path }) => path)).toEqual([['id', 'id']]);
    expect(shop.resolved).toEqual([]);
  });

  it('a variable with the name that entity fetches use has its value, or the error with its name', async () => {
    const query = `query ($representations: Int) {
      people(first: $representations) { orders { buyer { friends(first: $representations) { name } } } }
    }`;
    const { data, errors } = await shop.run({ query, variables: { representations: 1 } }, root);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      people: [{ orders: [{ buyer: { friends: [{ name: 'Person 1' }] } }] }],
    });
    const invalid = await shop.run({ query, variables: { representations: 'x' } }, root);
    expect(codes(invalid)).toEqual(['BAD_USER_INPUT']);
    expect(invalid.errors?.[0]?.message).toContain('Variable "$representations"');
  });
});

describe('a response cache that runs before the executor', () => {
  const responses = new Map<string, GraphQLResponse>();
  /** Caches by text and variables, as response caches do. */
  const cache: ApolloServerPlugin<GatewayContext> = {
    requestDidStart: async () => {
      const key = (request: { source?: string; request: { variables?: object } }) =>
        JSON.stringify([request.source, request.request.variables]);
      return {
        responseForOperation: async (request) => responses.get(key(request)) ?? null,
        willSendResponse: async (request) => {
          const body = structuredClone(request.response.body);
          responses.set(key(request), {
            body,
            http: { headers: new HeaderMap() },
          } as GraphQLResponse);
        },
      };
    },
  };

  it('a response cache never serves a viewer the response of a viewer with more access', async () => {
    const cached = await createFederatedShop(() => [cache]);
    const same = { query: '{ person(id: "person-0") { name email } }' };
    const whole = { person: { name: 'Person 0', email: 'p0@x.example' } };
    expect((await cached.run(same, root)).data).toEqual(whole);
    expect((await cached.run(same, anonymous)).data).toEqual({
      person: { name: 'Person 0', email: null },
    });
    cached.resolved.length = 0;
    expect((await cached.run(same, root)).data).toEqual(whole);
    expect(cached.resolved).toEqual([]);
    await cached.stop();
  });
});

describe('responses with denied fields', () => {
  it('a query loses only its denied fields, and each error has the exact path of its null', async () => {
    const query = '{ people { name boss { mail: email } } products(first: 1) { name } }';
    const response = await shop.run({ query }, anonymous);
    expect(response.data).toEqual({
      people: [
        { name: 'Person 0', boss: null },
        { name: 'Person 1', boss: { mail: null } },
      ],
      products: [{ name: 'Product 0' }],
    });
    expect(response.errors?.map(({ path }) => path)).toEqual([['people', 1, 'boss', 'mail']]);
    expect(response.status).toBeUndefined();
  });

  it('a denied non-null field makes its parent null, and nothing else', async () => {
    const query = '{ people { name } people2: people { name pin } }';
    const response = await shop.run({ query }, customer);
    expect(response.data).toEqual({
      people: [{ name: 'Person 0' }, { name: 'Person 1' }],
      people2: null,
    });
    expect(codes(response)).toContain('FORBIDDEN');
  });

  it.each([
    [anonymous, 401, 'Bearer', 'UNAUTHENTICATED'],
    [customer, 403, 'Bearer error="insufficient_scope"', 'FORBIDDEN'],
  ])(
    'an operation that is denied entirely has the status and the challenge, and no data',
    async (viewer, status, challenge, code) => {
      for (const query of ['{ audit { text } }', 'mutation { promote(id: "person-0") { name } }']) {
        const response = await shop.run({ query }, viewer);
        expect([response.status, response.headers.get('www-authenticate')]).toEqual([
          status,
          challenge,
        ]);
        expect(codes(response)).toEqual(expect.arrayContaining([code]));
        expect(response.data).toBeUndefined();
      }
      expect(shop.resolved).toEqual([]);
    },
  );

  it('an invalid variable is BAD_USER_INPUT and not a denial', async () => {
    const query = 'query ($id: ID!) { order(id: $id) { id } }';
    const response = await shop.run({ query, variables: {} }, anonymous);
    expect(codes(response)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('interfaces', () => {
  it('an interface field that one type guards is fetched for the other types, even where nullability differs', async () => {
    const run = await startLocal(`${link}
        type Query { shapes: [Shape] }
        interface Shape { name: String }
        type Circle implements Shape { name: String! }
        type Square implements Shape { name: String }
        type Ghost implements Shape { name: String @authenticated }`);
    const query = '{ shapes { ...on Shape { name } ...S } } fragment S on Shape { again: name }';
    const { data, errors } = await run(query);
    expect(data).toEqual({
      shapes: [
        { name: 'o', again: 'o' },
        { name: 'q', again: 'q' },
        { name: null, again: null },
      ],
    });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['shapes', 2, 'name'],
      ['shapes', 2, 'again'],
    ]);
    expect(ghostName).not.toHaveBeenCalled();
  });

  it('a requirement that only the interface declares holds for all its types', () => {
    const written = composeSupergraph({
      a: `${link} type Query { shape: Shape } interface Shape { name: String }
        type Circle implements Shape { name: String } type Square implements Shape { name: String size: Int @authenticated }`,
    }).replace(/(interface Shape[^{]*\{\s*name: String)/, '$1 @authenticated');
    const requirements = requirementsIn(written);
    expect(requirements.get('Circle.name')?.authenticated).toBe(true);
    expect(requirements.get('Square.name')?.authenticated).toBe(true);
  });

  it('the summary that composition writes on an interface adds no requirement to its types', () => {
    const requirements = requirementsIn(
      composeSupergraph({
        a: `${link} type Query { shape: Shape } interface Shape { name: String }
          type Circle implements Shape { name: String }
          type Ghost implements Shape @requiresScopes(scopes: [["see"]]) { name: String }`,
      }),
    );
    expect(requirements.get('Query.shape')).toEqual({ authenticated: false, scopes: [[]] });
    expect(requirements.get('Circle.name')).toEqual({ authenticated: false, scopes: [[]] });
    expect(requirements.get('Ghost.name')?.scopes).toEqual([['see']]);
  });
});

describe('the access policy', () => {
  it('security directives are enforced under the names that the supergraph gives them', async () => {
    const renamed = link.replace(
      '"@authenticated", "@requiresScopes"',
      '{ name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@may" }',
    );
    const run = await startLocal(`${renamed}
        directive @authenticated on FIELD_DEFINITION
        type Query { open: Int @authenticated closed: Int @signedIn scoped: Int @may(scopes: [["x"]]) }`);
    const { data, errors } = await run('{ open closed scoped }');
    expect(data).toEqual({ open: 1, closed: null, scoped: null });
    expect(errors).toHaveLength(2);
  });

  it('a field that the supergraph does not declare is denied', async () => {
    const schema = buildSchema('type Query { known: Int unknown: Int }');
    const supergraph = 'schema { query: Query } type Query { known: Int }';
    const requirements = requirementsIn(supergraph);
    const check = createShieldCheck(shieldTree(schema, requirements), schema);
    const denials = await check(['Query.known', 'Query.unknown', 'Unknown.field'], root);
    expect([...denials.keys()]).toEqual(['Query.unknown', 'Unknown.field']);

    const policy = createPolicy(supergraph, schema);
    const document = parse('{ known unknown }');
    const [operation] = document.definitions as OperationDefinitionNode[];
    const request = { document, operation, queryHash: '' } as OperationRequest;
    expect([...(await policy.denials(request, root)).keys()]).toEqual(['Query.unknown']);
  });

  it('a new supergraph brings its own policy at once', async () => {
    const open = composeSupergraph({ a: `${link} type Query { me: Int }` });
    const closed = composeSupergraph({ a: `${link} type Query { me: Int @authenticated }` });
    let update: ((sdl: string) => void) | undefined;
    const run = await startLocal(`${link} type Query { me: Int }`, async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: open };
    });
    expect((await run('{ me }')).data).toEqual({ me: 1 });
    update?.(closed);
    expect((await run('{ me }')).status).toBe(401);
  });
});

describe('fragment bombs', () => {
  const levels = 60;
  const bomb = (body: string) =>
    Array.from(
      { length: levels },
      (_, n) => `fragment F${n} on Person { ...F${n + 1} ...F${n + 1} }`,
    )
      .concat(`fragment F${levels} on Person { ${body} }`)
      .join('\n');

  it('a fragment bomb of 2^60 fields costs no more than its text', () => {
    const document = parse(`{ me { ...F0 } } ${bomb('email')}`);
    const [operation] = document.definitions as [OperationDefinitionNode];
    const reach = reachOf(shop.schema, { document, operation });
    expect([...reach]).toEqual([
      ['Query.me', ['me']],
      ['Person.email', ['me', 'email']],
    ]);
  });

  it('a fragment bomb that multiplies by copies of interface fields is refused', async () => {
    const nest = (depth: number): string =>
      depth === 0 ? 'id' : `... on Named { name } next { ${nest(depth - 1)} }`;
    const types = Array.from({ length: 8 }, (_, n) => `T${n}`);
    const run =
      await startLocal(`${link} type Query { next: Named } interface Named { id: ID name: String next: Named }
        ${types.map((name) => `type ${name} implements Named { id: ID name: String next: Named }`).join('\n')}
        type Secret implements Named { id: ID name: String next: Named @authenticated }`);
    const { errors } = await run(`{ next { ${nest(12)} } }`);
    expect(errors?.[0]?.message).toContain('too complex');
    expect(codes({ errors: errors ?? [] })).toEqual(['QUERY_TOO_COMPLEX']);
  });
});

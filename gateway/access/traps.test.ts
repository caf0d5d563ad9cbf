import { ApolloGateway, LocalGraphQLDataSource, type SupergraphSdlHook } from '@apollo/gateway';
import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { GatewayContext } from '../context.ts';
import { createFederated, type Federated, serve } from '../testing/access-fuzz/federated.ts';
import { viewers } from '../testing/access-fuzz/rules.ts';
import { composed } from '../testing/access-fuzz/supergraph.ts';
import { createShield } from './ask-shield.ts';
import { type Asked, createPolicy } from './policy.ts';
import { fragmentsOf, reachOf } from './reach.ts';
import { readRequirements } from './requirements.ts';
import { shieldTree } from './shield-tree.ts';

const [visitor, customer, , , root] = viewers;

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

/** A shielded gateway over one subgraph of the test's own; root fields answer from `values`, or 1. */
async function local(sdl: string, supergraph?: SupergraphSdlHook) {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl) });
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve = () => values[field.name] ?? 1;
  }
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph ?? composed({ a: sdl }),
    buildService: () => new LocalGraphQLDataSource(schema),
  });
  const server = await serve(gateway);
  onTestFinished(server.stop);
  return (query: string) => server.run({ query }, visitor);
}

let shop: Federated;
beforeAll(async () => {
  shop = await createFederated();
});
afterAll(() => shop.stop());
beforeEach(() => {
  shop.resolved.length = 0;
});

const codes = (answer: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  (answer.errors ?? []).map(({ extensions }) => extensions?.['code']);

describe('conditions never relax a check', () => {
  it('a denied field behind @include refuses the whole mutation, whatever the variable says', async () => {
    const query = `mutation ($if: Boolean!) {
      greet(name: "x") { name email @include(if: $if) }
    }`;
    const answer = await shop.run({ query, variables: { if: false } }, visitor);
    expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
    expect(shop.resolved).toEqual([]);
  });

  it('a denied field behind @skip is asked of no subgraph, and refused only when it is asked for', async () => {
    const query = 'query ($if: Boolean!) { person(id: "person-0") { name email @skip(if: $if) } }';
    const skipped = await shop.run({ query, variables: { if: true } }, visitor);
    expect(skipped.data).toEqual({ person: { name: 'Person 0' } });
    expect(skipped.errors).toBeUndefined();
    const asked = await shop.run({ query, variables: { if: false } }, visitor);
    expect(asked.data).toEqual({ person: { name: 'Person 0', email: null } });
    expect(shop.resolved).not.toContain('Person.email');
  });
});

describe('what runs is what was judged', () => {
  const query = 'query A { products { name } } query B { me { email } }';

  it.each(['', 'C'])('an operation name that names none (%j) runs none', async (operationName) => {
    const answer = await shop.run({ query, operationName }, visitor);
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(shop.resolved).toEqual([]);
  });

  it('an empty operation name does not pick the only operation unjudged', async () => {
    const answer = await shop.run(
      { query: 'query B { me { email } }', operationName: '' },
      visitor,
    );
    expect(answer.status).toBe(400);
    expect(shop.resolved).toEqual([]);
  });

  it('the named operation is judged, not the first one', async () => {
    const answer = await shop.run({ query, operationName: 'B' }, visitor);
    expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
    expect((await shop.run({ query, operationName: 'A' }, visitor)).errors).toBeUndefined();
  });

  it('plans of cut documents are never used for the whole one, nor the reverse', async () => {
    const same = { query: '{ person(id: "person-1") { name email fingerprint } }' };
    const whole = { name: 'Person 1', email: 'p1@x.example', fingerprint: 'f1' };
    for (const viewer of [visitor, root, visitor, root]) {
      shop.resolved.length = 0;
      const { data } = await shop.run(same, viewer);
      expect(data?.['person']).toEqual(
        viewer ? whole : { ...whole, email: null, fingerprint: null },
      );
      expect(shop.resolved.includes('Person.email')).toBe(viewer !== undefined);
    }
  });

  it.each(['{ person(id: "person-0") { __typename: name } }', '{ __a: me { id } }'])(
    'an alias that passes for introspection is refused: %s',
    async (query) => {
      const answer = await shop.run({ query }, root);
      expect(answer.status).toBe(400);
      expect(shop.resolved).toEqual([]);
    },
  );
});

describe('a cache that answers before the executor runs', () => {
  const responses = new Map<string, GraphQLResponse>();
  /** As response caches do: keyed by the text and the variables. */
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

  it('gives nobody what it has kept for somebody who may have more', async () => {
    const cached = await createFederated(() => [cache]);
    const same = { query: '{ person(id: "person-0") { name email } }' };
    const whole = { person: { name: 'Person 0', email: 'p0@x.example' } };
    expect((await cached.run(same, root)).data).toEqual(whole);
    expect((await cached.run(same, visitor)).data).toEqual({
      person: { name: 'Person 0', email: null },
    });
    cached.resolved.length = 0;
    expect((await cached.run(same, root)).data).toEqual(whole);
    expect(cached.resolved).toEqual([]);
    await cached.stop();
  });
});

describe('answers', () => {
  it('a query loses only what is denied, with the exact place of each null', async () => {
    const query = '{ people { name boss { mail: email } } products(first: 1) { name } }';
    const answer = await shop.run({ query }, visitor);
    expect(answer.data).toEqual({
      people: [
        { name: 'Person 0', boss: null },
        { name: 'Person 1', boss: { mail: null } },
      ],
      products: [{ name: 'Product 0' }],
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['people', 1, 'boss', 'mail']]);
    expect(answer.status).toBeUndefined();
  });

  it('a denied field that cannot be null takes its parent with it, and no more', async () => {
    const query = '{ people { name } people2: people { name pin } }';
    const answer = await shop.run({ query }, customer);
    expect(answer.data).toEqual({
      people: [{ name: 'Person 0' }, { name: 'Person 1' }],
      people2: null,
    });
    expect(codes(answer)).toContain('FORBIDDEN');
  });

  it.each([
    [visitor, 401, 'Bearer', 'UNAUTHENTICATED'],
    [customer, 403, 'Bearer error="insufficient_scope"', 'FORBIDDEN'],
  ])('where all is refused the status says so', async (viewer, status, challenge, code) => {
    for (const query of ['{ audit { text } }', 'mutation { promote(id: "person-0") { name } }']) {
      const answer = await shop.run({ query }, viewer);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([status, challenge]);
      expect(codes(answer)).toEqual(expect.arrayContaining([code]));
    }
    expect(shop.resolved).toEqual([]);
  });

  it('bad variables are told apart from refusals', async () => {
    const query = 'query ($id: ID!) { order(id: $id) { id } }';
    const answer = await shop.run({ query, variables: {} }, visitor);
    expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('interfaces', () => {
  it('a field that one type guards is asked of the others, even where their nullability differs', async () => {
    const ask = await local(`${link}
        type Query { shapes: [Shape] }
        interface Shape { name: String }
        type Circle implements Shape { name: String! }
        type Square implements Shape { name: String }
        type Ghost implements Shape { name: String @authenticated }`);
    const query = '{ shapes { ...on Shape { name } ...S } } fragment S on Shape { again: name }';
    const { data, errors } = await ask(query);
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

  it('a rule that only the interface states holds for all its types', () => {
    const written = composed({
      a: `${link} type Query { shape: Shape } interface Shape { name: String }
        type Circle implements Shape { name: String } type Square implements Shape { name: String size: Int @authenticated }`,
    }).replace(/(interface Shape[^{]*\{\s*name: String)/, '$1 @authenticated');
    const requirements = readRequirements(parse(written));
    expect(requirements.get('Circle.name')?.authenticated).toBe(true);
    expect(requirements.get('Square.name')?.authenticated).toBe(true);
  });

  it('what composition sums up on an interface burdens none of its types', () => {
    const requirements = readRequirements(
      parse(
        composed({
          a: `${link} type Query { shape: Shape } interface Shape { name: String }
            type Circle implements Shape { name: String }
            type Ghost implements Shape @requiresScopes(scopes: [["see"]]) { name: String }`,
        }),
      ),
    );
    expect(requirements.get('Query.shape')).toEqual({ authenticated: false, scopes: [[]] });
    expect(requirements.get('Circle.name')).toEqual({ authenticated: false, scopes: [[]] });
    expect(requirements.get('Ghost.name')?.scopes).toEqual([['see']]);
  });
});

describe('the policy', () => {
  it('honours the names that a supergraph gives the directives', async () => {
    const renamed = link.replace(
      '"@authenticated", "@requiresScopes"',
      '{ name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@may" }',
    );
    const ask = await local(`${renamed}
        directive @authenticated on FIELD_DEFINITION
        type Query { open: Int @authenticated closed: Int @signedIn scoped: Int @may(scopes: [["x"]]) }`);
    const { data, errors } = await ask('{ open closed scoped }');
    expect(data).toEqual({ open: 1, closed: null, scoped: null });
    expect(errors).toHaveLength(2);
  });

  it('denies what nothing is known of', async () => {
    const schema = buildSchema('type Query { known: Int unknown: Int }');
    const supergraph = 'schema { query: Query } type Query { known: Int }';
    const ask = createShield(shieldTree(schema, readRequirements(parse(supergraph))), schema);
    const denials = await ask(['Query.known', 'Query.unknown', 'Nobody.home'], root);
    expect([...denials.keys()]).toEqual(['Query.unknown', 'Nobody.home']);

    const policy = createPolicy(supergraph, schema);
    const document = parse('{ known unknown }');
    const [operation] = document.definitions as OperationDefinitionNode[];
    const judged = await policy.denials({ document, operation, queryHash: '' } as Asked, root);
    expect([...judged.keys()]).toEqual(['Query.unknown']);
  });

  it('of a new supergraph is in force with it', async () => {
    const open = composed({ a: `${link} type Query { me: Int }` });
    const closed = composed({ a: `${link} type Query { me: Int @authenticated }` });
    let update: ((sdl: string) => void) | undefined;
    const ask = await local(`${link} type Query { me: Int }`, async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: open };
    });
    expect((await ask('{ me }')).data).toEqual({ me: 1 });
    update?.(closed);
    expect((await ask('{ me }')).data).toEqual({ me: null });
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

  it('of 2^60 fields cost no more than their text', () => {
    const document = parse(`{ me { ...F0 } } ${bomb('email')}`);
    const [operation] = document.definitions as [OperationDefinitionNode];
    const reach = reachOf(shop.schema, operation, fragmentsOf(document));
    expect([...reach]).toEqual([
      ['Query.me', ['me']],
      ['Person.email', ['me', 'email']],
    ]);
  });

  it('that live on copies of interface fields are refused', async () => {
    const nest = (depth: number): string =>
      depth === 0 ? 'id' : `... on Named { name } next { ${nest(depth - 1)} }`;
    const types = Array.from({ length: 8 }, (_, n) => `T${n}`);
    const ask =
      await local(`${link} type Query { next: Named } interface Named { id: ID name: String next: Named }
        ${types.map((name) => `type ${name} implements Named { id: ID name: String next: Named }`).join('\n')}
        type Secret implements Named { id: ID name: String next: Named @authenticated }`);
    const { errors } = await ask(`{ next { ${nest(12)} } }`);
    expect(errors?.[0]?.message).toContain('too complex');
  });
});

import {
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, parse } from 'graphql';
import jwt from 'jsonwebtoken';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AccessFixture,
  bearer,
  bodyOf,
  change,
  createAccessFixture,
  emptyIds,
  untilRevoked,
} from './access-fixture.ts';
import { matrix, type Outcome, type Row, requesters } from './access-matrix/index.ts';
import { logIn, post, registerCustomer, requestData, tokenOf } from './client.ts';
import { MeDocument } from './generated/graphql.ts';
import { shop } from './shop.ts';
import { customerWithOrder, newKey } from './shopping.ts';

const schemaFile = (name: string) =>
  readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8');

/** The subgraph of each root field, such as `Query.me`. */
const owners = new Map(
  parse(schemaFile('supergraph')).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && /^(Query|Mutation)$/.test(node.name.value)
      ? (node.fields ?? []).map((field): [string, string] => [
          `${node.name.value}.${field.name.value}`,
          JSON.stringify(field.directives)
            .match(/"value":"([A-Z_]+)"/)?.[1]
            ?.toLowerCase()
            .replaceAll('_', '-') ?? '',
        ])
      : [],
  ),
);

let fixture: AccessFixture;
beforeAll(async () => {
  fixture = await createAccessFixture();
});

const operationOf = ({ field }: Row) => (field.startsWith('Query.') ? 'query' : 'mutation');

type Body = {
  readonly data?: { readonly it?: { readonly userErrors?: readonly { code: string }[] } | null };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

function outcomeOf({ data, errors }: Body): Outcome {
  const [error] = errors ?? [];
  if (error) return error.extensions.code;
  if (data?.it == null) return 'null';
  const [refusal] = data.it.userErrors ?? [];
  return refusal ? `:${refusal.code}` : 'ok';
}

it('the access matrix contains every root field of the supergraph', () => {
  const api = buildSchema(schemaFile('api'));
  const fields = [api.getQueryType(), api.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
  );
  expect(matrix.map(({ field }) => field).sort()).toEqual(fields.sort());
});

describe('through the gateway', () => {
  it.each(matrix)(
    '$field allows and refuses each kind of requester as the matrix states',
    async (row) => {
      const found: Record<string, Outcome> = {};
      for (const requester of requesters) {
        const ids = await fixture.createObjects(row);
        const { text } = await post(
          bodyOf(operationOf(row), row.select(ids)),
          bearer(fixture.tokenOf(requester)),
        );
        found[requester] = outcomeOf(JSON.parse(text) as Body);
      }
      if (row.endsSession) await fixture.renewSessions();
      expect(found).toEqual(row.expected);
    },
  );
});

describe('directly at the subgraph', () => {
  const internal = (audience: string, key: KeyObject, kid: string) =>
    jwt.sign({}, key, {
      algorithm: 'ES256',
      keyid: kid,
      issuer: 'shop-gateway',
      audience,
      expiresIn: 60,
    });

  it.each(matrix)(
    'the subgraph of $field accepts only internal tokens of the gateway',
    async (row) => {
      const owner = owners.get(row.field) ?? '';
      const { services, mailbox } = shop;
      const url = `http://127.0.0.1:${services[owner]?.port}/graphql`;
      const { internal: keys } = JSON.parse(readFileSync(join(mailbox, '../keys.json'), 'utf8'));
      const key = createPrivateKey({ format: 'jwk', key: keys.keys[0] as JsonWebKey });
      const { kid } = keys.keys[0];
      const forged = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      const body = bodyOf(operationOf(row), row.select(emptyIds));
      const tokens = {
        'no token': undefined,
        'an access token of an administrator': await tokenOf('admin'),
        'a forged internal token': internal(owner, forged, kid),
        'an internal token for another subgraph': internal(
          owner === 'user' ? 'order' : 'user',
          key,
          kid,
        ),
      };
      for (const [kind, token] of Object.entries(tokens)) {
        const { response, text } = await post(body, bearer(token), url);
        expect([response.status, JSON.parse(text).data], kind).toEqual([401, undefined]);
      }
      // With a valid internal token, the same request is accepted.
      const { response } = await post(body, bearer(internal(owner, key, kid)), url);
      expect(response.status).toBe(200);
    },
  );
});

it('removing a role revokes access tokens at once, and the user can sign in without the role', async () => {
  const { id, email } = await registerCustomer();
  const adminToken = await tokenOf('admin');
  await change(`setUserRoles(input: { userId: "${id}", roles: [STAFF] })`, adminToken);
  const token = await logIn(email);
  await change(`setUserRoles(input: { userId: "${id}", roles: [CUSTOMER] })`, adminToken);
  await untilRevoked(token);
  const { me } = await requestData(MeDocument, {}, await logIn(email));
  expect(me?.roles).toEqual(['CUSTOMER']);
});

it('a customer reads who of the staff changed an order, and neither their scopes nor their roles', async () => {
  const { customer, orderId } = await customerWithOrder(1);
  const cancellation = `orderId: "${orderId}", reason: "test", idempotencyKey: "${newKey()}"`;
  await change(`cancelOrder(input: { ${cancellation} })`, await tokenOf('staff'));
  const actorFor = async (token: string, field: string) => {
    const query = `{ order(id: "${orderId}") { timeline { kind actor { ${field} } } } }`;
    const { text } = await post(JSON.stringify({ query }), bearer(token));
    const { data, errors = [] } = JSON.parse(text);
    const steps = data.order.timeline as { kind: string; actor: Record<string, unknown> }[];
    const codes = (errors as { extensions: { code: string } }[]).map((one) => one.extensions.code);
    const actor = steps.find(({ kind }) => kind === 'CANCELLED')?.actor;
    return { value: actor?.[field], codes: [...new Set(codes)] };
  };
  expect((await actorFor(customer.token, 'displayName')).value).toBe('Stan Staff');
  for (const field of ['scopes', 'roles', 'email']) {
    const hidden = await actorFor(customer.token, field);
    expect([field, hidden]).toEqual([field, { value: null, codes: ['FORBIDDEN'] }]);
  }
  expect((await actorFor(await tokenOf('admin'), 'scopes')).value).toContain('orders:write');
});

import {
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@shop/testing';
import { buildSchema, Kind, parse } from 'graphql';
import jwt from 'jsonwebtoken';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type Caller,
  callers,
  matrix,
  type Outcome,
  type Row,
  type Things,
} from './access-matrix.ts';
import { get, newCustomer, orderIn, post, tokenOf } from './client.ts';
import {
  LoginDocument,
  MeDocument,
  PlaceOrderDocument,
  ProductDocument,
} from './generated/graphql.ts';

const schemaFile = (name: string) =>
  readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8');

/** `Query.me` -> the subgraph that serves it. */
const owners = new Map(
  parse(schemaFile('supergraph')).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && /^(Query|Mutation)$/.test(node.name.value)
      ? (node.fields ?? []).map((field): [string, string] => [
          `${node.name.value}.${field.name.value}`,
          JSON.stringify(field.directives)
            .match(/"value":"([A-Z]+)"/)?.[1]
            ?.toLowerCase() ?? '',
        ])
      : [],
  ),
);

const noThings: Things = {
  customerId: '',
  orderId: '',
  productId: '',
  variantId: '',
  victimId: '',
};

type Account = { readonly id: string; readonly email: string; token: string };
let accounts: Record<Exclude<Caller, 'visitor'>, Account>;
let product: { readonly id: string; readonly variantId: string };

const password = 'correct horse';
const signIn = async (email: string): Promise<string> => {
  const { login } = await get(LoginDocument, { input: { email, password } });
  return login?.session?.accessToken ?? '';
};

beforeAll(async () => {
  const boss = await tokenOf('admin');
  const [customer, other, staff, admin, suspended] = (await Promise.all(
    Array.from({ length: 5 }, newCustomer),
  )) as [Account, Account, Account, Account, Account];
  for (const [{ id }, role] of [
    [staff, 'STAFF'],
    [admin, 'ADMIN'],
  ] as const) {
    await change(`setUserRoles(input: { userId: "${id}", roles: [${role}] })`, boss);
  }
  await change(`suspendUser(input: { userId: "${suspended.id}", reason: "test" })`, boss);
  accounts = { customer, other, staff, admin, suspended };
  await renewSessions();
  await until('the suspension to be heard of', async () => {
    const { response } = await post(ask('query', 'me { id }'), bearer(suspended.token));
    return response.status === 401 || undefined;
  });
  const { product: tee } = await get(ProductDocument, { slug: 'classic-cotton-tee' }, boss);
  product = { id: tee?.id ?? '', variantId: tee?.variants[0]?.id ?? '' };
  // Every cell of the matrix orders one.
  const units = `variantId: "${product.variantId}", quantity: 1000, reason: "test"`;
  await change(`receiveStock(input: { ${units}, idempotencyKey: "${randomUUID()}" })`, boss);
});

const ask = (operation: string, selection: string) =>
  JSON.stringify({ query: `${operation} { it: ${selection} }` });
const bearer = (token: string | undefined): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};
/** A change by an administrator that has to succeed. */
const change = async (mutation: string, token: string) => {
  const { text } = await post(
    ask('mutation', `${mutation} { userErrors { code } }`),
    bearer(token),
  );
  expect(JSON.parse(text)).toEqual({ data: { it: { userErrors: [] } } });
};
const operationOf = ({ field }: Row) => (field.startsWith('Query.') ? 'query' : 'mutation');

/** Everybody that may sign in does so again, since some operations end the sessions of who asks. */
async function renewSessions(): Promise<void> {
  for (const account of Object.values(accounts)) {
    if (account !== accounts.suspended) account.token = await signIn(account.email);
  }
}

/** Whether a row is about a thing of this name; one is made for it then. */
const isAbout = ({ ask }: Row, thing: keyof Things): boolean =>
  ask({ ...noThings, [thing]: '#' }).includes('#');

async function newThings(row: Row): Promise<Things> {
  const { customer } = accounts;
  return {
    customerId: customer.id,
    orderId: isAbout(row, 'orderId') ? await newOrder(customer.token) : '',
    productId: product.id,
    variantId: product.variantId,
    victimId: isAbout(row, 'victimId') ? (await newCustomer()).id : '',
  };
}

async function newOrder(token: string): Promise<string> {
  const lines = [{ variantId: product.variantId, quantity: 1 }];
  const input = { lines, idempotencyKey: randomUUID() };
  const { placeOrder } = await get(PlaceOrderDocument, { input }, token);
  const id = placeOrder?.order?.id ?? '';
  await orderIn(id, 'CONFIRMED', token);
  return id;
}

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

it('the matrix has every root field of the supergraph', () => {
  const api = buildSchema(schemaFile('api'));
  const fields = [api.getQueryType(), api.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
  );
  expect(matrix.map(({ field }) => field).sort()).toEqual(fields.sort());
});

describe('through the gateway', () => {
  it.each(matrix)('$field answers each caller as stated', async (row) => {
    const found: Record<string, Outcome> = {};
    for (const caller of callers) {
      const things = await newThings(row);
      const token = caller === 'visitor' ? undefined : accounts[caller].token;
      const { text } = await post(ask(operationOf(row), row.ask(things)), bearer(token));
      found[caller] = outcomeOf(JSON.parse(text) as Body);
    }
    if (row.endsSession) await renewSessions();
    expect(found).toEqual(row.expected);
  });
});

describe("at the subgraph's own door", () => {
  const internal = (audience: string, key: KeyObject, kid: string) =>
    jwt.sign({}, key, {
      algorithm: 'ES256',
      keyid: kid,
      issuer: 'shop-gateway',
      audience,
      expiresIn: 60,
    });

  it.each(matrix)('$field is refused to everybody but the gateway', async (row) => {
    const owner = owners.get(row.field) ?? '';
    const { services, mailbox } = inject('shop');
    const url = `http://127.0.0.1:${services[owner]?.port}/graphql`;
    const { internal: keys } = JSON.parse(readFileSync(join(mailbox, '../keys.json'), 'utf8'));
    const key = createPrivateKey({ format: 'jwk', key: keys.keys[0] as JsonWebKey });
    const { kid } = keys.keys[0];
    const forged = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const body = ask(operationOf(row), row.ask(noThings));
    const tokens = {
      'no token': undefined,
      'the token of an administrator': await tokenOf('admin'),
      'a forged token': internal(owner, forged, kid),
      'a token for another subgraph': internal(owner === 'user' ? 'order' : 'user', key, kid),
    };
    for (const [what, token] of Object.entries(tokens)) {
      const { response, text } = await post(body, bearer(token), url);
      expect([response.status, JSON.parse(text).data], what).toEqual([401, undefined]);
    }
    // The door does open: with the right token the same request is answered.
    const { response } = await post(body, bearer(internal(owner, key, kid)), url);
    expect(response.status).toBe(200);
  });
});

it('a role that is taken away is gone at once, and the session goes on', async () => {
  const { id, email } = await newCustomer();
  const boss = await tokenOf('admin');
  await change(`setUserRoles(input: { userId: "${id}", roles: [STAFF] })`, boss);
  const token = await signIn(email);
  await change(`setUserRoles(input: { userId: "${id}", roles: [CUSTOMER] })`, boss);
  await until('the old token to be void', async () => {
    const { response } = await post(ask('query', 'me { id }'), bearer(token));
    return response.status === 401 || undefined;
  });
  const { me } = await get(MeDocument, {}, await signIn(email));
  expect(me?.roles).toEqual(['CUSTOMER']);
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { post, registerCustomer, requestData, tokenOf } from './client.ts';
import { LoginDocument, SuspendUserDocument } from './generated/graphql.ts';

const account = `
  id email roles
  addresses { id }
  sessions { current }
  orders(first: 5) { totalCount nodes { number } }
  cart { totalQuantity }
`;
const payload = `{ user { ${account} } session { accessToken refreshToken } userErrors { code } }`;
const password = 'correct horse';

/** Sends an operation without a typed document. */
async function run(query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const { response, text } = await post(JSON.stringify({ query, variables }), headers);
  const { data, errors = [] } = JSON.parse(text);
  const codes = (errors as { extensions: { code: string } }[]).map(
    ({ extensions }) => extensions.code,
  );
  return { status: response.status, headers: response.headers, data, codes };
}

const login = (selection: string) =>
  `mutation ($input: LoginInput!) { login(input: $input) ${selection} }`;

/** What `account` is for a customer without orders. */
const accountOf = (email: string, sessions = 1) => ({
  id: expect.any(String),
  email,
  roles: ['CUSTOMER'],
  addresses: [],
  sessions: Array.from({ length: sessions }, (_, n) => ({ current: n === 0 })),
  orders: { totalCount: 0, nodes: [] },
  cart: null,
});

describe('an operation that signs in may select what needs a viewer', () => {
  it('register', async () => {
    const input = { email: `${randomUUID()}@shop.example`, password, displayName: 'Nel' };
    const query = `mutation ($input: RegisterInput!) { register(input: $input) ${payload} }`;
    const { data, codes, headers } = await run(query, { input });
    expect(codes).toEqual([]);
    expect(data.register.user).toEqual(accountOf(input.email));
    expect([...headers.values()].join()).not.toContain(data.register.session.accessToken);
  });

  it('login, and refreshToken without an access token', async () => {
    const { email } = await registerCustomer();
    const { data, codes } = await run(login(payload), { input: { email, password } });
    expect(codes).toEqual([]);
    expect(data.login.user).toEqual(accountOf(email, 2));
    const { refreshToken } = data.login.session;
    const query = `mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) ${payload} }`;
    const refreshed = await run(query, { input: { refreshToken } });
    expect([refreshed.codes, refreshed.data.refreshToken.user]).toEqual([[], accountOf(email, 2)]);
  });

  it('in the session mode `cookie`, under aliases, in fragments and behind conditions', async () => {
    const { email } = await registerCustomer();
    const query = `
      mutation ($input: LoginInput!, $yes: Boolean!) { ...SignIn }
      fragment SignIn on Mutation { in: login(input: $input) @include(if: $yes) { who: user { ...Account } } }
      fragment Account on User { mail: email bought: orders { totalCount } }`;
    const variables = { input: { email, password }, yes: true };
    const { data, headers } = await run(query, variables, { 'x-session-mode': 'cookie' });
    expect(data).toEqual({ in: { who: { mail: email, bought: { totalCount: 0 } } } });
    expect(headers.getSetCookie()).toHaveLength(1);
    expect((await run(query, { ...variables, yes: false })).data).toEqual({});
  });
});

describe('a sign-in that is refused shows nothing', () => {
  it('a wrong password', async () => {
    const { email } = await registerCustomer();
    const { data, codes } = await run(login(payload), { input: { email, password: 'wrong' } });
    expect(codes).toEqual([]);
    expect(data.login).toEqual({
      user: null,
      session: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS' }],
    });
  });

  it('a suspended account', async () => {
    const { id, email } = await registerCustomer();
    const input = { userId: id, reason: 'chargebacks' };
    await requestData(SuspendUserDocument, { input }, await tokenOf('admin'));
    const { data, codes } = await run(login(payload), { input: { email, password } });
    expect(codes).toEqual([]);
    expect(data.login).toMatchObject({ user: null, userErrors: [{ code: 'ACCOUNT_SUSPENDED' }] });
  });
});

describe('operations that do more than sign in are refused whole, and open no session', () => {
  it.each([
    ['two sign-ins', `a: login(input: $input) ${payload} b: login(input: $input) { user { id } }`],
    ['another mutation', `login(input: $input) ${payload} logout { endedSessionIds }`],
  ])('%s', async (_, fields) => {
    const { email } = await registerCustomer();
    const { status, data, codes } = await run(`mutation ($input: LoginInput!) { ${fields} }`, {
      input: { email, password },
    });
    expect([status, data, codes[0]]).toEqual([401, undefined, 'UNAUTHENTICATED']);
    const { login } = await requestData(LoginDocument, { input: { email, password } });
    const me = await run(
      '{ me { sessions { id } } }',
      {},
      { authorization: `Bearer ${login?.session?.accessToken}` },
    );
    expect(me.data.me.sessions).toHaveLength(2);
  });

  it('fields that require scopes are refused', async () => {
    const input = { email: (await registerCustomer()).email, password };
    const margin = `{ user { orders { nodes { notes { id } } } } }`;
    const { status, codes } = await run(login(margin), { input });
    expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
  });
});

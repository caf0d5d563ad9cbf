/** A request that fails, or that is refused, with a secret somewhere in it. The URL is relative to the gateway's. */
export type FailingRequest = {
  readonly url?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const graphql = (query: string, variables?: object, more: object = {}): FailingRequest => ({
  body: JSON.stringify({ query, variables, ...more }),
});

const login = 'mutation ($i: LoginInput!) { login(input: $i) { userErrors { code message } } }';
const errors = '{ userErrors { code message field } }';

/** The secret in the text of an operation: literals of wrong types, syntax errors, valid places. */
const inText = (secret: string): FailingRequest[] =>
  [
    `mutation { login(input: { email: "a@b.example", password: "${secret}" "${secret}" }) ${errors} }`,
    `mutation { login(input: "${secret}") ${errors} }`,
    `mutation { login(input: { email: "a@b.example", password: ["${secret}"] }) ${errors} }`,
    `mutation { login(input: { email: "a@b.example", password: """${secret}""", x: 1 }) ${errors} }`,
    `mutation ($e: String = "a@b.example") { login(input: { email: $e, password: "${secret}" }) ${errors} }`,
    `mutation { setUserRoles(input: { userId: "${secret}", roles: ["${secret}"] }) ${errors} }`,
    `mutation { resetPassword(input: { token: "${secret}", newPassword: "${secret}" }) ${errors} }`,
    `query ($n: Int = 5) { products(first: $n, search: "${secret}") { totalCount } }`,
    `{ products(first: "${secret}") { totalCount } }`,
    `{ products(first: 1, after: "${secret}") { totalCount } }`,
    `{ orders(filter: { placedAt: { from: "${secret}" } }) { totalCount } }`,
    `{ order(id: "${secret}", token: "${secret}") { id } cart(token: "${secret}") { id } }`,
    `{ user(id: "${secret}") { id } }`,
    `{ me { id } # ${secret}`,
  ].map((query) => graphql(query, { e: null, n: null }));

/** The secret in variables, in the operation's name and in its hash. */
const inVariables = (secret: string): FailingRequest[] => [
  ...[
    secret,
    { email: secret },
    { email: { secret }, password: secret },
    { email: 'a@b.example', password: [secret] },
    { email: 'a@b.example', password: secret, role: secret },
    { email: 'a@b.example', password: secret.repeat(5) },
  ].map((i) => graphql(login, { i })),
  graphql('query ($n: Int) { products(first: $n) { totalCount } }', { n: secret }),
  graphql('query ($r: Role) { users(filter: { role: $r }) { totalCount } }', { r: secret }),
  graphql('query ($f: OrderFilter) { orders(filter: $f) { totalCount } }', {
    f: { placedAt: { from: secret } },
  }),
  graphql('query A { me { id } }', {}, { operationName: secret }),
  { body: JSON.stringify({ variables: secret, query: '{ me { id } }' }) },
  {
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: secret } } }),
  },
];

const inHeaders = (secret: string): FailingRequest[] =>
  [
    { authorization: `Bearer ${secret}` },
    { authorization: `Bearer ${secret}.${secret}.${secret}` },
    { authorization: `Basic ${secret}` },
    { authorization: secret },
    { cookie: `session=${secret}` },
    { 'x-api-key': secret, 'x-request-id': `${secret} ${secret}`, traceparent: secret },
    { 'content-type': `text/${secret}` },
  ].map((headers) => ({ ...graphql('{ me { id } orders { totalCount } }'), headers }));

const inUrls = (secret: string): FailingRequest[] => [
  ...[
    `/graphql?${new URLSearchParams({ query: `{ user(id: "${secret}") { id } }` })}`,
    `/graphql?${new URLSearchParams({ query: `{ products(first: "${secret}") { totalCount } }` })}`,
    `/graphql?${new URLSearchParams({ query: '{ me { id } }', variables: secret })}`,
    `/graphql/${secret}`,
    `/${secret}`,
    `/?token=${secret}`,
    `/.well-known/jwks.json?token=${secret}`,
    `/webhooks/payments?signature=${secret}`,
  ].map((url) => ({ url, method: 'GET' as const })),
  {
    url: `/webhooks/payments?${secret}`,
    body: `{"${secret}":`,
    headers: { 'webhook-signature': secret },
  },
];

const inBodies = (secret: string): FailingRequest[] => [
  { body: `{"query":"{ me { id } }","variables":{"password":"${secret}"` },
  { body: JSON.stringify([{ query: `{ user(id: "${secret}") { id } }` }]) },
  { body: JSON.stringify({ query: secret.repeat(10_000) }) },
  { body: JSON.stringify(secret) },
];

/** Returns requests with the secret in the text, variables, headers, URL and body, all of which fail. */
export const failingRequests = (secret: string): readonly FailingRequest[] => [
  ...inText(secret),
  ...inVariables(secret),
  ...inHeaders(secret),
  ...inUrls(secret),
  ...inBodies(secret),
];

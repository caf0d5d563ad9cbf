import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { topicOf } from '@shop/schema';
import { graphqlError } from '@shop/service';
import { until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { createDenylist } from '../identity/denylist.ts';
import { openClientSocket, openEventStream } from '../testing/subscribing-clients.ts';
import { authenticateByName, startTestGateway } from '../testing/test-gateway.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@authenticated", "@requiresScopes"])
  type Query {
    order(id: ID, token: String): Order
    me: User @authenticated
    stock(variantId: ID!): Stock @requiresScopes(scopes: [["inventory:read"]])
  }
  type Mutation { touch: Boolean }
  type Subscription {
    orderUpdated(id: ID!, orderToken: String): Order
    myOrdersUpdated: Order @authenticated
    stockLow: Stock @requiresScopes(scopes: [["inventory:read"]])
    unknown: Order
  }
  type Order @key(fields: "id") { id: ID! status: String!, viewer: String, secret: String @requiresScopes(scopes: [["orders:read"]]) }
  type User { orders(first: Int): Orders }
  type Orders { nodes: [Order!]! }
  type Stock { variantId: ID! }
`;

type Order = { id: string; status: string; owner: string };

/** Starts a gateway over orders of \`nel\`, or of guests with the token \`t\`. */
async function startShop(options: Partial<Parameters<typeof startTestGateway>[0]> = {}) {
  const orders = new Map<string, Order>([
    ['o1', { id: 'o1', status: 'PENDING', owner: 'nel' }],
    ['o2', { id: 'o2', status: 'PENDING', owner: 'nel' }],
    ['g1', { id: 'g1', status: 'PENDING', owner: 'guest' }],
  ]);
  const state = { reads: 0, isDown: false, touched: 0, readsOf: new Map<string, number>() };
  const gateway = await startTestGateway({
    sdl,
    resolvers: {
      Query: {
        order(_, { id, token }, { viewer }) {
          state.reads++;
          state.readsOf.set(String(id), (state.readsOf.get(String(id)) ?? 0) + 1);
          if (state.isDown) throw graphqlError('SERVICE_UNAVAILABLE', 'down');
          const order = orders.get(String(id));
          return order && (order.owner === viewer?.id || token === 't') ? order : null;
        },
        me: () => ({}),
      },
      Mutation: { touch: () => ++state.touched },
      Order: { viewer: (_parent, _args, { viewer }) => viewer?.id ?? 'anonymous' },
      User: {
        orders: (_parent, _args, { viewer }) => ({
          nodes: [...orders.values()].filter(({ owner }) => owner === viewer?.id),
        }),
      },
    },
    ...options,
  });
  onTestFinished(gateway.stop);
  const change = (id: string, status: string) => {
    const order = orders.get(id);
    if (order) orders.set(id, { ...order, status });
    gateway.hub.publish([
      { topic: topicOf.order(id), id },
      { topic: topicOf.ordersOf(order?.owner ?? ''), id },
    ]);
  };
  return { ...gateway, orders, state, change };
}

const follow =
  'subscription ($id: ID!, $token: String) { orderUpdated(id: $id, orderToken: $token) { id status } }';
const nel = { authorization: 'Bearer nel' };
const status = (frame: unknown) =>
  (frame as { payload?: { data?: { orderUpdated?: { status?: string } } } }).payload?.data
    ?.orderUpdated?.status;

it('a WebSocket receives the present state first, and each change after it', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  expect(await client.message('1')).toEqual({
    id: '1',
    type: 'next',
    payload: { data: { orderUpdated: { id: 'o1', status: 'PENDING' } } },
  });
  shop.change('o1', 'CONFIRMED');
  expect(status(await client.message('1', 1))).toBe('CONFIRMED');
  shop.change('o2', 'CONFIRMED');
  shop.change('o1', 'PAID');
  expect(status(await client.message('1', 2))).toBe('PAID');
});

it('an event stream receives the present state first, and each change after it', async () => {
  const shop = await startShop();
  const stream = await openEventStream(shop.url, { query: follow, variables: { id: 'o1' } }, nel);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const data = (value: string) => ({ data: { orderUpdated: { id: 'o1', status: value } } });
  expect(await stream.event(0)).toEqual({ event: 'next', data: data('PENDING') });
  shop.change('o1', 'CONFIRMED');
  expect(await stream.event(1)).toEqual({ event: 'next', data: data('CONFIRMED') });
});

it('an event stream costs no more listeners with each message', async () => {
  const warnings: Error[] = [];
  // Other libraries in the process may warn of other things.
  const onWarning = (warning: Error) => {
    if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
  };
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const shop = await startShop();
  const stream = await openEventStream(shop.url, { query: follow, variables: { id: 'o1' } }, nel);
  for (let n = 1; n <= 15; n++) {
    await stream.event(n - 1);
    shop.change('o1', `step ${n}`);
  }
  await stream.event(15);
  expect(warnings).toEqual([]);
});

it('aliases, fragments and variables of the client are used as in a query', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', {
    query: `subscription Mine($read_id: ID!, $no: Boolean!) { ...Root }
      fragment Root on Subscription { mine: orderUpdated(id: $read_id) { ...Part by: viewer } }
      fragment Part on Order { status @skip(if: $no) __typename }`,
    variables: { read_id: 'o1', no: true },
  });
  expect((await client.message('1')).payload).toEqual({
    data: { mine: { __typename: 'Order', by: 'nel' } },
  });
});

it('a guest follows an order with its token, and a stranger is refused', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url);
  client.subscribe('guest', { query: follow, variables: { id: 'g1', token: 't' } });
  expect(status(await client.message('guest'))).toBe('PENDING');
  client.subscribe('stranger', { query: follow, variables: { id: 'g1', token: 'x' } });
  const refusal = await client.message('stranger');
  expect(refusal).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'NOT_FOUND' } }],
  });
});

it('access is checked again for each event', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  await client.message('1');
  shop.orders.set('o1', { id: 'o1', status: 'PAID', owner: 'someone else' });
  shop.change('o1', 'PAID');
  expect(await client.message('1', 1)).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'NOT_FOUND' } }],
  });
});

it('a list sends the orders of the viewer as they are now, then each that changes', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: 'subscription { myOrdersUpdated { id status } }' });
  const first = [await client.message('1', 0), await client.message('1', 1)];
  expect(first.map(({ payload }) => (payload as { data: unknown }).data)).toEqual([
    { myOrdersUpdated: { id: 'o1', status: 'PENDING' } },
    { myOrdersUpdated: { id: 'o2', status: 'PENDING' } },
  ]);
  shop.change('o2', 'PAID');
  expect((await client.message('1', 2)).payload).toEqual({
    data: { myOrdersUpdated: { id: 'o2', status: 'PAID' } },
  });
});

it('a change of nothing that was selected sends no message', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  await client.message('1');
  const { reads } = shop.state;
  shop.change('o1', 'PENDING');
  await until('the read', () => shop.state.reads > reads);
  shop.change('o1', 'PAID');
  expect(status(await client.message('1', 1))).toBe('PAID');
});

it('a gap in the events makes every subscription read the present state', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  await client.message('1');
  shop.orders.set('o1', { id: 'o1', status: 'PAID', owner: 'nel' });
  shop.hub.reportGap();
  expect(status(await client.message('1', 1))).toBe('PAID');
});

it('a read that a dependency fails is reported and repeated until it succeeds', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  shop.state.isDown = true;
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  expect(await client.message('1')).toMatchObject({
    type: 'next',
    payload: {
      data: { orderUpdated: null },
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    },
  });
  shop.state.isDown = false;
  expect(status(await client.message('1', 1))).toBe('PENDING');
});

it.each([
  [
    'a field without the scope',
    'subscription { orderUpdated(id: "o1") { id secret } }',
    'FORBIDDEN',
  ],
  ['a field of the root without the scope', 'subscription { stockLow { variantId } }', 'FORBIDDEN'],
  ['a field that is not served', 'subscription { unknown { id } }', 'BAD_REQUEST'],
  ['an invalid document', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a text that does not parse', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
  ['a mutation', 'mutation { touch }', 'BAD_REQUEST'],
  ['a query', '{ me { orders { nodes { id } } } }', 'BAD_REQUEST'],
  [
    'two fields',
    'subscription { a: orderUpdated(id: "o1") { id } b: orderUpdated(id: "o2") { id } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
])('%s is refused over both transports', async (_, query, code) => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query });
  expect(await client.message('1')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code } }],
  });
  const stream = await openEventStream(shop.url, { query }, nel);
  await stream.ended();
  expect(stream.text()).toContain(`"code":"${code}"`);
  client.subscribe('2', { query: follow, variables: { id: 'o1' } });
  expect(status(await client.message('2'))).toBe('PENDING');
  expect(shop.state.touched).toBe(0);
});

it('an anonymous client may not follow what needs a viewer', async () => {
  const shop = await startShop();
  const query = 'subscription { myOrdersUpdated { id } }';
  const client = await openClientSocket(shop.url);
  client.subscribe('1', { query });
  const refusal = { payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
  expect(await client.message('1')).toMatchObject(refusal);
  const { response } = await openEventStream(shop.url, { query });
  expect(response.status).toBe(401);
});

it('a revoked session ends both transports, and tells the client to refresh', async () => {
  const denylist = createDenylist();
  let isRevoked = false;
  const authenticate: typeof authenticateByName = async (authorization) => {
    if (isRevoked && authorization) throw graphqlError('UNAUTHENTICATED', 'revoked');
    return authenticateByName(authorization);
  };
  const shop = await startShop({ denylist, authenticate });
  const client = await openClientSocket(shop.url, { init: nel });
  const guest = await openClientSocket(shop.url);
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  const stream = await openEventStream(shop.url, { query: follow, variables: { id: 'o1' } }, nel);
  await Promise.all([client.message('1'), stream.event(0)]);
  isRevoked = true;
  denylist.add({ sessionIds: ['any'], generations: [] });
  expect(await client.closed()).toEqual({ code: 4403, reason: 'revoked' });
  await stream.ended();
  expect(stream.events().slice(1)).toEqual([
    {
      event: 'next',
      data: { errors: [{ message: 'revoked', extensions: { code: 'UNAUTHENTICATED' } }] },
    },
    { event: 'complete', data: null },
  ]);
  expect(guest.isClosed()).toBe(false);
});

it('an expired token opens no connection', async () => {
  const shop = await startShop();
  const expired = { authorization: 'Bearer expired' };
  const client = await openClientSocket(shop.url, { init: expired });
  expect(await client.closed()).toMatchObject({ code: 4403 });
  const { response } = await openEventStream(
    shop.url,
    { query: follow, variables: { id: 'o1' } },
    expired,
  );
  expect(response.status).toBe(401);
});

it('a shutdown closes WebSockets with 1001 and ends event streams without `complete`', async () => {
  const shop = await startShop();
  const client = await openClientSocket(shop.url, { init: nel });
  const stream = await openEventStream(shop.url, { query: follow, variables: { id: 'o1' } }, nel);
  await stream.event(0);
  await shop.stopSubscriptions();
  expect(await client.closed()).toMatchObject({ code: 1001 });
  await stream.ended();
  expect(stream.events().map(({ event }) => event)).toEqual(['next']);
});

it('a subscription sent as an ordinary request is refused', async () => {
  const shop = await startShop();
  const response = await fetch(shop.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'subscription { orderUpdated(id: "o1") { id } }' }),
  });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect([response.status, errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
});

it.each<[string, (url: string) => Promise<{ first: unknown; last: unknown }>, object]>([
  [
    'a WebSocket',
    async (url) => {
      const client = await openClientSocket(url, { init: nel });
      client.subscribe('1', { query: follow, variables: { id: 'o1' } });
      const last = await client.closed();
      return { first: client.frames.find(({ type }) => type === 'next')?.payload, last };
    },
    { code: 4403, reason: expect.stringMatching(/expired. Refresh/) },
  ],
  [
    'an event stream',
    async (url) => {
      const stream = await openEventStream(url, { query: follow, variables: { id: 'o1' } }, nel);
      await stream.ended();
      const [first, ...others] = stream.events();
      return { first: first?.data, last: others };
    },
    [
      { event: 'next', data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
      { event: 'complete' },
    ],
  ],
])(
  '%s ends when its token expires, and tells the client to refresh',
  async (_, followToEnd, end) => {
    const present = { data: { orderUpdated: { id: 'o1', status: 'PENDING' } } };
    let lifetimeMs = 500;
    const shop = await startShop({
      authenticate: async (header) => ({
        ...(await authenticateByName(header)),
        expiresAt: Date.now() + lifetimeMs,
      }),
    });
    // On a busy machine a short-lived token may expire before the first message.
    let received = await followToEnd(shop.url);
    while (!isDeepStrictEqual(received.first, present) && lifetimeMs < 60_000) {
      lifetimeMs *= 2;
      received = await followToEnd(shop.url);
    }
    expect(received).toMatchObject({ first: present, last: end });
  },
);

/** Follows an order without reading anything; `resume` reads, and returns what the last message ends with. */
async function followSlowly(url: string, transport: string) {
  const operation = { query: follow, variables: { id: 'o1' } };
  const end = (text: string) => /x (\d+)/.exec(text.slice(-200))?.[1];
  if (transport === 'a WebSocket') {
    const client = await openClientSocket(url, { init: nel });
    client.subscribe('1', operation);
    await client.message('1');
    client.socket.pause();
    return {
      resume: () => client.socket.resume(),
      count: () => client.frames.length,
      last: () => end(JSON.stringify(client.frames.at(-1))),
    };
  }
  const sending = request(url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...nel },
  });
  sending.end(JSON.stringify(operation));
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  onTestFinished(() => void sending.destroy());
  let text = '';
  return {
    resume: () => response.on('data', (chunk) => (text += chunk)),
    count: () => text.split('event: next').length,
    last: () => end(text),
  };
}

it.each([['a WebSocket'], ['an event stream']])(
  'a client that reads nothing from %s costs no reads and no memory, and gets the latest state when it reads again',
  async (transport) => {
    const shop = await startShop();
    const other = await openClientSocket(shop.url, { init: nel });
    other.subscribe('1', { query: follow, variables: { id: 'o2' } });
    const slow = await followSlowly(shop.url, transport);
    const large = 'x'.repeat(2 ** 20);
    const reads = () => shop.state.readsOf.get('o1') ?? 0;
    let changes = 0;
    /** Whether ten changes more were not read for the slow client, but by another one. */
    const isWaiting = async () => {
      const before = reads();
      for (let n = 0; n < 10; n++) {
        shop.change('o1', `${large} ${++changes}`);
        shop.change('o2', String(changes));
        const current = String(changes);
        await until('the other client', () => status(other.frames.at(-1)) === current);
      }
      return reads() === before;
    };
    await until('the reads to end', isWaiting);
    const readsWhileSlow = reads();
    expect(await isWaiting()).toBe(true);
    slow.resume();
    await until('the latest state', () => slow.last() === String(changes));
    expect(reads()).toBe(readsWhileSlow + 1);
    expect(slow.count()).toBeLessThan(changes);
  },
);

it('open connections, open subscriptions and their messages are counted, and those over a quota', async () => {
  const shop = await startShop({ variables: { SUBSCRIPTION_MAX_CONNECTIONS: '2' } });
  const countOf = async (name: string, labels: object) => {
    const { values = [] } = (await shop.metrics.getSingleMetric(name)?.get()) ?? {};
    return values.find((one) => JSON.stringify(one.labels) === JSON.stringify(labels))?.value;
  };
  const open = () => countOf('gateway_subscriptions_open', { field: 'orderUpdated' });
  const connections = (transport: string) =>
    countOf('gateway_subscription_connections_open', { transport });
  const client = await openClientSocket(shop.url, { init: nel });
  client.subscribe('1', { query: follow, variables: { id: 'o1' } });
  await client.message('1');
  const stream = await openEventStream(shop.url, { query: follow, variables: { id: 'o2' } }, nel);
  await stream.event(0);
  expect([await open(), await connections('websocket'), await connections('event-stream')]).toEqual(
    [2, 1, 1],
  );
  await openClientSocket(shop.url, { init: nel });
  expect(await countOf('gateway_rate_limited_total', { limit: 'connections' })).toBe(1);
  shop.change('o1', 'CONFIRMED');
  await client.message('1', 1);
  const sent = { field: 'orderUpdated' };
  expect(await countOf('gateway_subscription_messages_total', sent)).toBe(3);
  client.socket.terminate();
  stream.abort();
  await until('the end of both', async () => (await open()) === 0);
  await until('the closing', async () => (await connections('websocket')) === 0);
  await until('the closing', async () => (await connections('event-stream')) === 0);
});

import { expect, it, onTestFinished } from 'vitest';
import { openClientSocket, openEventStream } from '../testing/subscribing-clients.ts';
import { startTestGateway } from '../testing/test-gateway.ts';

const sdl = `
  type Query { order(id: ID, token: String): Order }
  type Subscription { orderUpdated(id: ID!, orderToken: String): Order }
  type Order { id: ID! }
`;
const query = 'subscription { orderUpdated(id: "1") { id } }';

async function startAlone(variables: Record<string, string> = {}) {
  const resolvers = { Query: { order: (_: unknown, { id }: { id?: unknown }) => ({ id }) } };
  const shop = await startTestGateway({ sdl, resolvers, variables });
  onTestFinished(shop.stop);
  return shop;
}

/** Starts a gateway with a client that follows an order, which nothing may disturb. */
async function start(variables: Record<string, string> = {}) {
  const shop = await startAlone(variables);
  const other = await openClientSocket(shop.url);
  other.subscribe('1', { query });
  await other.message('1');
  return { ...shop, other };
}

it.each([
  ['invalid JSON', 'nonsense', 4400],
  ['a message without a type', '{}', 4400],
  ['a message that only servers send', '{"type":"connection_ack"}', 4400],
  ['a second connection_init', '{"type":"connection_init"}', 4429],
  ['a subscription without a query', '{"id":"1","type":"subscribe","payload":{}}', 4400],
  ['an empty id', '{"id":"","type":"subscribe","payload":{"query":"{ a }"}}', 4400],
  ['more than 100 kB', `"${'x'.repeat(110_000)}"`, 1009],
])('%s closes the connection, and no other', async (_, frame, code) => {
  const shop = await start();
  const client = await openClientSocket(shop.url);
  client.send(frame);
  expect(await client.closed()).toMatchObject({ code });
  expect(shop.other.isClosed()).toBe(false);
});

it('an invalid frame closes the connection', async () => {
  const shop = await start();
  const client = await openClientSocket(shop.url);
  // Reserved bits are set.
  (client.socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(
    Buffer.from([0xf1, 0x80, 0, 0, 0, 0]),
  );
  await client.closed();
  expect(shop.other.isClosed()).toBe(false);
});

it('a subscription before connection_init, and an id in use, close the connection', async () => {
  const shop = await start();
  const early = await openClientSocket(shop.url, { init: null });
  early.subscribe('1', { query });
  expect(await early.closed()).toMatchObject({ code: 4401 });
  const twice = await openClientSocket(shop.url);
  twice.subscribe('1', { query });
  twice.subscribe('1', { query });
  expect(await twice.closed()).toMatchObject({ code: 4409 });
  expect(shop.other.isClosed()).toBe(false);
});

it('a connection without connection_init is closed, and so is one with another subprotocol', async () => {
  // A client that sends it could be too late too, on a busy machine.
  const shop = await startAlone({ SUBSCRIPTION_INIT_TIMEOUT_MS: '50' });
  const silent = await openClientSocket(shop.url, { init: null });
  expect(await silent.closed()).toMatchObject({ code: 4408 });
  for (const protocols of [['graphql-ws'], []]) {
    const client = await openClientSocket(shop.url, { init: null, protocols });
    expect(client.isClosed() || client.socket.protocol !== 'graphql-transport-ws').toBe(true);
  }
});

it('subscriptions above the limit of a connection are refused, and the others stay', async () => {
  const shop = await start({ SUBSCRIPTION_MAX_PER_CONNECTION: '3' });
  const client = await openClientSocket(shop.url);
  for (let n = 0; n < 100; n++) client.subscribe(`s${n}`, { query });
  expect(await client.message('s99')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'RATE_LIMITED' } }],
  });
  expect(await client.message('s0')).toMatchObject({ type: 'next' });
  client.send({ id: 's0', type: 'complete' });
  client.subscribe('again', { query });
  expect(await client.message('again')).toMatchObject({ type: 'next' });
});

it('subscriptions above the limit of an address are refused over both transports', async () => {
  const shop = await start({ SUBSCRIPTION_MAX_PER_VIEWER: '1' });
  const client = await openClientSocket(shop.url);
  client.subscribe('1', { query });
  expect(await client.message('1')).toMatchObject({
    payload: [{ extensions: { code: 'RATE_LIMITED' } }],
  });
  const { response } = await openEventStream(shop.url, { query });
  expect(response.status).toBe(429);
});

it('connections above the limit of an address are refused over both transports', async () => {
  const shop = await start({ SUBSCRIPTION_MAX_CONNECTIONS: '1' });
  const client = await openClientSocket(shop.url, { init: null });
  expect(client.refusedWith()).toBe(429);
  const { response } = await openEventStream(shop.url, { query });
  expect(response.status).toBe(429);
  shop.other.socket.close();
  await shop.other.closed();
  const next = await openClientSocket(shop.url);
  expect(next.refusedWith()).toBeUndefined();
});

it('pages of other origins and other paths are refused', async () => {
  const shop = await start({ NODE_ENV: 'production', CORS_ORIGINS: 'https://shop.example' });
  const refused = await openClientSocket(shop.url, { origin: 'https://evil.example', init: null });
  expect(refused.refusedWith()).toBe(403);
  const allowed = await openClientSocket(shop.url, { origin: 'https://shop.example' });
  expect(allowed.frames).toEqual([{ type: 'connection_ack' }]);
  const { response } = await openEventStream(
    shop.url,
    { query },
    { origin: 'https://evil.example' },
  );
  expect(response.status).toBe(403);
  const elsewhere = await openClientSocket(shop.url.replace('/graphql', '/other'), { init: null });
  expect(elsewhere.refusedWith()).toBe(404);
});

it('a connection that is flooded with messages is closed', async () => {
  const shop = await start();
  const client = await openClientSocket(shop.url);
  for (let n = 0; n < 1_300; n++) client.send({ type: 'ping' });
  expect(await client.closed()).toMatchObject({ code: 4429 });
  expect(shop.other.isClosed()).toBe(false);
});

it('a connection without a subscription is closed after a time', async () => {
  // Long enough for the other client to subscribe, from this busy process.
  const shop = await start({ SUBSCRIPTION_PING_MS: '4000', SUBSCRIPTION_IDLE_MS: '8000' });
  const idle = await openClientSocket(shop.url);
  expect(await idle.closed()).toMatchObject({ code: 1000 });
  expect(shop.other.isClosed()).toBe(false);
});

it('a client that answers no ping is disconnected', async () => {
  // Long enough for the other client, which answers from this busy process.
  const shop = await start({ SUBSCRIPTION_PING_MS: '3000' });
  const deaf = await openClientSocket(shop.url, { autoPong: false });
  deaf.subscribe('1', { query });
  expect(await deaf.closed()).toMatchObject({ code: 1006 });
  expect(shop.other.isClosed()).toBe(false);
});

it('operations beyond the limits of operations are refused', async () => {
  const shop = await start({ OPERATION_MAX_ALIASES: '1', OPERATION_MAX_TOKENS: '50' });
  const client = await openClientSocket(shop.url);
  client.subscribe('aliases', { query: 'subscription { orderUpdated(id: "1") { a: id b: id } }' });
  expect(await client.message('aliases')).toMatchObject({
    payload: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
  });
  client.subscribe('tokens', {
    query: `subscription { orderUpdated(id: "1") { ${'id '.repeat(60)} } }`,
  });
  expect(await client.message('tokens')).toMatchObject({
    payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
  });
});

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { startShop } from '@shop/testing/shop';
import { WebSocket } from 'ws';

// Measures what a connection that waits costs the gateway, and how long a change of a price takes from the response
// to its mutation until the WebSockets of its watchers have received it, in the whole shop.
const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
  },
});
const connections = Number(values.connections);
const events = Number(values.rate) * Number(values.seconds);

type Variant = { readonly id: string; readonly productId: string };
type Frame = {
  readonly type: string;
  readonly payload?: {
    readonly data?: {
      readonly productUpdated: { variants: { price: { amount: string } }[] } | null;
    };
  };
};

const shop = await startShop({
  RATE_LIMIT_UPDATES: '0',
  SUBSCRIPTION_MAX_CONNECTIONS: '100000',
  SUBSCRIPTION_MAX_PER_VIEWER: '100000',
});

async function send<T>(query: string, variables: object = {}, token = ''): Promise<T> {
  const response = await fetch(shop.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return ((await response.json()) as { data: T }).data;
}

/** When the response to the change to this price has arrived; prices are different. */
const changedAt = new Map<string, number>();
const latencies: number[] = [];
let acknowledged = 0;
let frames = 0;
/** Changes that the shop has refused, being overloaded. */
let failures = 0;
/** Messages without data, since a subgraph did not answer in time. */
let incomplete = 0;

const query =
  'subscription ($id: ID!) { productUpdated(id: $id) { variants { price { amount } } } }';

function watch(id: string): WebSocket {
  const socket = new WebSocket(shop.url.replace(/^http/, 'ws'), ['graphql-transport-ws']);
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(String(text)) as Frame;
    if (type === 'connection_ack') {
      const subscription = { id: '1', type: 'subscribe', payload: { query, variables: { id } } };
      return socket.send(JSON.stringify(subscription));
    }
    if (!payload?.data?.productUpdated) incomplete++;
    if (++frames <= connections) acknowledged++;
    const now = performance.now();
    for (const { price } of payload?.data?.productUpdated?.variants ?? []) {
      const at = changedAt.get(`${id} ${price.amount}`);
      if (at !== undefined) latencies.push(Math.max(0, now - at));
    }
  });
  return socket;
}

const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const at = (share: number): number =>
  latencies.toSorted((a, b) => a - b)[Math.floor((latencies.length - 1) * share)] ?? Number.NaN;

try {
  const { login } = await send<{ login: { session: { accessToken: string } } }>(
    'mutation ($input: LoginInput!) { login(input: $input) { session { accessToken } } }',
    { input: { email: demoAccounts.staff.email, password: demoPassword } },
  );
  const token = login.session.accessToken;
  const { products } = await send<{ products: { nodes: { id: string; variants: Variant[] }[] } }>(
    '{ products(first: 40) { nodes { id variants { id } } } }',
  );
  const { nodes } = products;
  const pid = shop.services['gateway']?.pid ?? 0;
  const before = memoryOf(pid);
  const sockets: WebSocket[] = [];
  for (let n = 0; n < connections; n++) {
    sockets.push(watch(nodes[n % nodes.length]?.id ?? ''));
    if (n % 50 === 49) await until(() => acknowledged >= n - 50);
  }
  await until(() => acknowledged >= connections);
  const each = (memoryOf(pid) - before) / connections;
  console.log(
    `${connections} connections: ${Math.round(each / 1_024)} kB each, of the gateway's RSS`,
  );

  const began = performance.now();
  const changes: Promise<void>[] = [];
  for (let n = 0; n < events; n++) {
    const due = began + (n * 1_000) / Number(values.rate);
    if (due > performance.now()) await sleep(due - performance.now());
    const { id = '', variants = [] } = nodes[n % nodes.length] ?? {};
    const amount = `${1_000 + n}.00`;
    const input = { variantId: variants[0]?.id, price: { amount, currencyCode: 'EUR' } };
    const mutation =
      'mutation ($input: SetVariantPriceInput!) { setVariantPrice(input: $input) { userErrors { code message } } }';
    changes.push(
      send<{ setVariantPrice: { userErrors: unknown[] } | null } | null>(
        mutation,
        { input },
        token,
      ).then((data) => {
        if (data?.setVariantPrice?.userErrors.length !== 0) failures++;
        else changedAt.set(`${id} ${amount}`, performance.now());
      }),
    );
  }
  await Promise.all(changes);
  const seconds = (performance.now() - began) / 1_000;
  await sleep(3_000);
  console.log(
    `${Math.round(events / seconds)} changes a second, ${failures} of them failed, ${frames - connections} frames, ${incomplete} without data: ` +
      `p50 ${Math.round(at(0.5))} ms, p95 ${Math.round(at(0.95))} ms, p99 ${Math.round(at(0.99))} ms`,
  );
  for (const socket of sockets) socket.terminate();
} finally {
  await shop.stop();
}

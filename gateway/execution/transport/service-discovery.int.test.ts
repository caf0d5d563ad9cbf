import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@shop/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startDnsServer } from '../../testing/dns-server.ts';
import { createHttpClient } from './http-client.ts';

/** Only Linux has more than one loopback address. */
const places = process.platform === 'linux';

/** Starts a server that responds with its name. */
async function serve(name: string, address: string, port: number): Promise<Server> {
  const server = createServer((_, response) => response.end(JSON.stringify(name)));
  server.listen(port, address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

/** A subgraph at a name that leads to the first of two replicas, and a gateway's client for it. */
async function startReplicas(connectionMs: number) {
  const first = await serve('first', '127.0.0.1', 0);
  const { port } = first.address() as AddressInfo;
  const second = await serve('second', '127.0.0.2', port);
  const dns = await startDnsServer('127.0.0.1');
  onTestFinished(() => dns.close());
  const client = createHttpClient({
    ...{ url: `http://order.shop.test:${port}/graphql`, maxResponseBytes: 1_000, connectionMs },
    ...{ onCircuitChange: () => undefined, lookup: dns.lookup },
  });
  const request = { headers: {}, body: '{}', timeoutMs: 5_000, signal: undefined };
  const ask = async () => JSON.parse((await client.send(request, true)).text) as string;
  return { first, second, dns, ask };
}

it.runIf(places)(
  'a subgraph whose name gets another address in DNS is reached there, without a restart and without a failed request',
  async () => {
    const { dns, ask } = await startReplicas(100);
    expect(await ask()).toBe('first');
    dns.address = '127.0.0.2';
    await until('the second replica to respond', async () => (await ask()) === 'second');
    dns.address = '127.0.0.1';
    await until('the first replica to respond again', async () => (await ask()) === 'first');
  },
);

it.runIf(places)(
  'a replica that ends is replaced at once, when its name has another address',
  async () => {
    const { first, dns, ask } = await startReplicas(60_000);
    expect(await ask()).toBe('first');
    dns.address = '127.0.0.2';
    first.closeAllConnections();
    first.close();
    expect(await ask()).toBe('second');
  },
);

it.runIf(places)(
  'a name that does not exist for a while is reached when it exists again',
  async () => {
    const { dns, ask } = await startReplicas(100);
    expect(await ask()).toBe('first');
    dns.address = undefined;
    await until('the name to be missing', () =>
      ask().then(
        () => false,
        () => true,
      ),
    );
    dns.address = '127.0.0.2';
    expect(await ask()).toBe('second');
    expect(dns.questions).toBeGreaterThan(2);
  },
);

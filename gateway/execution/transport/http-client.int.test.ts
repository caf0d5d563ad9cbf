import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createHttpClient, isCircuitOpen } from './http-client.ts';
import { Cancelled, ConnectionFailed, TimedOut } from './http-exchange.ts';

type Respond = (request: IncomingMessage, response: ServerResponse, n: number) => void;
const ok: Respond = (_, response) => response.end('{}');

/** Starts a server and a client for it; `requests` counts what has arrived. */
async function start(respond: Respond, maxResponseBytes = 1_000) {
  const arrived = { requests: 0 };
  const server = createServer((request, response) =>
    respond(request, response, ++arrived.requests),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const changes: string[] = [];
  const client = createHttpClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    maxResponseBytes,
    onCircuitChange: (change) => void changes.push(change),
  });
  const send = (
    mayRepeat = true,
    { timeoutMs = 5_000, signal = undefined as AbortSignal | undefined } = {},
  ) => client.send({ headers: {}, body: '{}', timeoutMs, signal }, mayRepeat);
  return { send, arrived, changes };
}

const closeFirst: Respond = (request, response, n) =>
  n === 1 ? request.socket.destroy() : ok(request, response, n);

it('a request that may be repeated is sent again when its connection closes before a response', async () => {
  const { send, arrived } = await start(closeFirst);
  expect((await send()).text).toBe('{}');
  expect(arrived.requests).toBe(2);
});

it('a request that may not be repeated is sent once', async () => {
  const { send, arrived } = await start(closeFirst);
  await expect(send(false)).rejects.toBeInstanceOf(ConnectionFailed);
  expect(arrived.requests).toBe(1);
});

it('a request is not repeated once a response has begun', async () => {
  const { send, arrived } = await start((request, response) => {
    response.write('{');
    setImmediate(() => request.socket.destroy());
  });
  await expect(send()).rejects.not.toBeInstanceOf(ConnectionFailed);
  expect(arrived.requests).toBe(1);
});

it('a request that takes too long fails and is not repeated', async () => {
  const { send, arrived } = await start(() => undefined);
  await expect(send(true, { timeoutMs: 100 })).rejects.toBeInstanceOf(TimedOut);
  expect(arrived.requests).toBe(1);
});

it('a response that is too large fails', async () => {
  const { send } = await start((_, response) => response.end('x'.repeat(1_001)));
  await expect(send()).rejects.toThrow();
});

it('a request ends when the client has gone', async () => {
  const controller = new AbortController();
  const { send } = await start(() => controller.abort());
  await expect(send(true, { signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
  await expect(send(true, { signal: controller.signal })).rejects.toBeInstanceOf(Cancelled);
});

it('the circuit of a subgraph that fails again and again opens, and closes when it is back', async () => {
  let isBroken = true;
  const { send, arrived, changes } = await start((_, response) => {
    response.writeHead(isBroken ? 500 : 200).end('{}');
  });
  const fail = () =>
    send().then(
      () => undefined,
      (error: unknown) => error,
    );
  for (let n = 0; n < 10; n++) expect(isCircuitOpen(await fail())).toBe(false);
  expect(changes).toEqual(['open']);
  expect(isCircuitOpen(await fail())).toBe(true);
  expect(arrived.requests).toBe(10);
  isBroken = false;
  await expect.poll(fail, { interval: 100 }).toBeUndefined();
  expect(changes).toEqual(['open', 'half-open', 'closed']);
});

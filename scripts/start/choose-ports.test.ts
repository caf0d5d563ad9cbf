import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort, isFree } from '@shop/service/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePorts, defaultPort } from './choose-ports.ts';

let taken: number;
let server: Server;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  taken = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

test('a requested port that is taken is refused', async () => {
  await expect(choosePorts(taken, ['gateway', 'user'], () => undefined)).rejects.toThrow(
    `Port ${taken} (PORT) is taken`,
  );
});

test('a requested port is used for the gateway', async () => {
  const wanted = await freePort();
  const ports = await choosePorts(wanted, ['gateway', 'user'], () => undefined);
  expect(ports['gateway']).toBe(wanted);
  expect(ports['user']).not.toBe(wanted);
});

test('without a requested port the gateway uses 4000, or reports that it uses another one', async () => {
  const messages: string[] = [];
  const free = await isFree(defaultPort);
  const { gateway } = await choosePorts(undefined, ['gateway'], (text) => messages.push(text));
  expect(gateway === defaultPort).toBe(free);
  expect(messages).toHaveLength(free ? 0 : 1);
});

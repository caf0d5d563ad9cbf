import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePorts, defaultPort } from './choose-ports.ts';
import { freePort, isFree } from './ports.ts';

let taken: number;
let server: Server;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  taken = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

test('a port is free while nobody listens on it', async () => {
  expect(await isFree(taken)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isFree(taken)).toBe(true);
});

test('free ports are free, and never given twice', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
  expect(new Set(ports).size).toBe(20);
  expect(await Promise.all(ports.map((port) => isFree(port)))).not.toContain(false);
});

test('a port that was asked for and is taken is refused', async () => {
  await expect(choosePorts(taken, ['gateway', 'user'], () => undefined)).rejects.toThrow(
    `Port ${taken} (PORT) is taken`,
  );
});

test('a port that was asked for goes to the gateway', async () => {
  const wanted = await freePort();
  const ports = await choosePorts(wanted, ['gateway', 'user'], () => undefined);
  expect(ports['gateway']).toBe(wanted);
  expect(ports['user']).not.toBe(wanted);
});

test('without a wish the gateway gets 4000, or another one and says so', async () => {
  const said: string[] = [];
  const free = await isFree(defaultPort);
  const { gateway } = await choosePorts(undefined, ['gateway'], (text) => said.push(text));
  expect(gateway === defaultPort).toBe(free);
  expect(said).toHaveLength(free ? 0 : 1);
});

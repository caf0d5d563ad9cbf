import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, freePorts, isFree } from './ports.ts';

test('a port is free while no program listens on it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await isFree(port)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isFree(port)).toBe(true);
});

test('free ports are free, none is returned twice, and none is a port of outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
  expect(new Set(ports).size).toBe(20);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(await Promise.all(ports.map((port) => isFree(port)))).not.toContain(false);
});

test('free ports in a row are all free, and none of them is returned again', async () => {
  const firsts = await Promise.all(Array.from({ length: 10 }, () => freePorts(3)));
  const ports = [...firsts.flatMap((first) => [first, first + 1, first + 2]), await freePort()];
  expect(new Set(ports).size).toBe(31);
  expect(await Promise.all(ports.map((port) => isFree(port)))).not.toContain(false);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, freePorts, isFree, reservePort } from './ports.ts';

const listen = async (port: number): Promise<Server> => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const close = async (server: Server): Promise<void> => {
  server.close();
  await once(server, 'close');
};

test('a port is free while no program listens on it', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  const server = await listen(port);
  expect(await isFree(port)).toBe(false);
  await close(server);
  expect(await isFree(port)).toBe(true);
});

test('a port is reserved by one process at a time, until that process ends, and not while a program listens on it', async () => {
  const code = `
    import { freePort } from ${JSON.stringify(new URL('ports.ts', import.meta.url).href)};
    process.stdout.write(String(await freePort()));
    setInterval(() => undefined, 1_000);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = Number((await once(child.stdout, 'data'))[0]);
  expect(await isFree(port)).toBe(true);
  expect(await reservePort(port)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await listen(port);
  expect(await reservePort(port)).toBe(false);
  await close(server);
  expect(await reservePort(port)).toBe(true);
  expect(await reservePort(port)).toBe(false);
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

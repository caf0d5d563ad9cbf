import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort, reservePort } from '@shop/service/ports';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePorts } from './choose-ports.ts';

/** Taken until `server` closes. */
let taken: number;
let server: Server;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  taken = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

/** A port on which no program listens and which no process has reserved: the process that had reserved it has ended. */
function unreservedPort(): number {
  const code = `
    import { freePort } from '@shop/service/ports';
    console.log(await freePort());`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  return Number(execFileSync(process.execPath, args, { cwd: import.meta.dirname }));
}

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

test('a requested port is reserved, so that no other shop takes it while the gateway restarts', async () => {
  const wanted = unreservedPort();
  const ports = await choosePorts(wanted, ['gateway'], () => undefined);
  expect(ports).toEqual({ gateway: wanted });
  expect(await reservePort(wanted)).toBe(false);
});

test('without a requested port the gateway uses the default one', async () => {
  const messages: string[] = [];
  const free = unreservedPort();
  const ports = await choosePorts(undefined, ['gateway'], (text) => messages.push(text), free);
  expect(ports).toEqual({ gateway: free });
  expect(messages).toEqual([]);
});

test('the default port is 4000', async () => {
  const messages: string[] = [];
  const { gateway } = await choosePorts(undefined, ['gateway'], (text) => messages.push(text));
  // Another program of this machine may use it.
  expect([...messages, gateway].join(' ')).toMatch(/\b4000\b/);
});

test('a default port that another shop has chosen is taken, before its gateway listens on it', async () => {
  const chosen = await freePort();
  const { gateway } = await choosePorts(undefined, ['gateway'], () => undefined, chosen);
  expect(gateway).not.toBe(chosen);
});

test('when the default port is taken, the gateway uses another one and reports it', async () => {
  const messages: string[] = [];
  const report = (text: string) => messages.push(text);
  const { gateway } = await choosePorts(undefined, ['gateway'], report, taken);
  expect(gateway).not.toBe(taken);
  expect(messages).toEqual([`> Port ${taken} is taken: the gateway uses ${gateway}.`]);
});

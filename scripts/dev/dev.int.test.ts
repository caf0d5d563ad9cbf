import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@shop/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Shop } from '../start/shop.ts';
import { copyRepository } from '../testing/copy-repository.ts';

let copy: string;
let child: ChildProcess;
let shop: Shop;
let clients: readonly (readonly [name: string, page: string])[];
const lines: string[] = [];

const isAlive = (pid = 0) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidOf = (service: string) => shop.services[service]?.pid;
/** The lines since the last call, once one of them matches. */
async function linesUntil(pattern: RegExp): Promise<string[]> {
  const matches = () => lines.some((line) => pattern.test(line));
  await until(`${pattern} in: ${lines.join('\n')}`, matches);
  return lines.splice(0);
}
const restarts = (found: readonly string[]) =>
  found.flatMap((line) => /^> (\S+): restarted/.exec(line)?.[1] ?? []);

beforeAll(async () => {
  copy = copyRepository({ built: true });
  // As npm run dev after its build.
  const code = `const { dev } = await import('./scripts/dev/dev.ts'); await dev(['--json', '--no-seed']);`;
  child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    cwd: copy,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(copy, '.data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
  const printed = new Promise<string>((resolve) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)));
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(lines.join('\n'))));
  ended.catch(() => undefined);
  shop = JSON.parse(await Promise.race([printed, ended]));
  const started = await linesUntil(/^> ready/);
  const pages = started.join('\n').matchAll(/^> (\S+) from its sources: (\S+)$/gm);
  clients = [...pages].map(([, name = '', page = '']) => [name, page]);
});
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(copy, { recursive: true, force: true });
});

test('storefront and back office are served from their sources, on the API of this shop', async () => {
  expect(clients.map(([name]) => name)).toEqual(['storefront', 'back-office']);
  for (const [, url] of clients) {
    const { origin, pathname } = new URL(url);
    const page = await fetch(url).then((response) => response.text());
    expect(page).toContain(`${pathname}@vite/client`);
    const app = await fetch(new URL('src/app.tsx', url)).then((response) => response.text());
    expect(app).toContain('import.meta.hot');
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = { 'content-type': 'application/json', origin };
    const sent = await fetch(new URL('/graphql', url), { method: 'POST', headers, body });
    expect(await sent.json()).toEqual({ data: { __typename: 'Query' } });
  }
});

test('a change of one subgraph restarts the process of that subgraph and no other', async () => {
  const before = pidOf('order');
  appendFileSync(join(copy, 'subgraphs/order/domain/cancel-order.ts'), '\n// changed\n');
  const found = await linesUntil(/^> order: restarted/);
  expect(restarts(found)).toEqual(['order']);
  expect(found.at(-1)).toContain('(subgraphs/order/domain/cancel-order.ts)');
  expect(isAlive(before)).toBe(false);
  const others = Object.keys(shop.services).filter((name) => !name.startsWith('order'));
  expect(others.filter((name) => !isAlive(pidOf(name)))).toEqual([]);
});

test('a fault in a source is reported while the process runs on, and its correction is applied', async () => {
  const file = join(copy, 'subgraphs/product/loaders.ts');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${before}\nnot a statement`);
  const found = await linesUntil(/^! subgraphs\/product: the build failed/);
  expect(restarts(found)).toEqual([]);
  expect(isAlive(pidOf('product'))).toBe(true);
  writeFileSync(file, before);
  expect(restarts(await linesUntil(/^> product: restarted/))).toEqual(['product']);
});

test('a change of an SDL composes the supergraph, which the gateway loads, and restarts its subgraph', async () => {
  const file = join(copy, 'schema/user.graphql');
  const added = 'type Query {\n  "Added by a test."\n  added: Boolean @authenticated';
  writeFileSync(file, readFileSync(file, 'utf8').replace('type Query {', added));
  const found = await linesUntil(/^> user: restarted/);
  expect(restarts(found)).toEqual(['user']);
  const body = JSON.stringify({ query: '{ __type(name: "Query") { fields { name } } }' });
  const headers = { 'content-type': 'application/json' };
  const names = async (): Promise<string> =>
    fetch(shop.url, { method: 'POST', headers, body }).then((response) => response.text());
  await until('the new field', async () => (await names()).includes('"added"'));
});

test('Ctrl-C ends npm run dev and all of its processes', async () => {
  const pids = Object.values(shop.services).map(({ pid }) => pid);
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  expect(pids.filter((pid) => isAlive(pid))).toEqual([]);
  for (const [, url] of clients) await expect(fetch(url)).rejects.toThrow('fetch failed');
});

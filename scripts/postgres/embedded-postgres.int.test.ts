import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@shop/testing';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { createDatabases } from './databases.ts';
import { type EmbeddedPostgres, startPostgres } from './embedded-postgres.ts';
import { waysOfRoot } from './unprivileged.ts';

const running = new Set<EmbeddedPostgres>();
const folders = new Set<string>();
afterEach(async () => {
  await Promise.all([...running].map((postgres) => postgres.stop()));
  running.clear();
  await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true })));
  folders.clear();
});

/** Below a folder that only its owner may enter, as a clone in `mktemp -d` is. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-pg-'));
  folders.add(folder);
  return join(folder, 'postgres');
}

async function start(folder: string, ...rest: [Parameters<typeof startPostgres>[1]?]) {
  const postgres = await startPostgres(folder, ...rest);
  running.add(postgres);
  return postgres;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const refused = (url: string) =>
  ask(url, 'SELECT 1').then(
    () => 'let in',
    (error: { code?: string }) => error.code,
  );

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A process that starts PostgreSQL and stays; `say` is its answer once PostgreSQL runs. */
async function starter(folder: string) {
  const module = JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href);
  const code = `
    const { startPostgres } = await import(${module});
    const { url, pid } = await startPostgres(${JSON.stringify(folder)});
    process.send({ url, pid });`;
  const child = fork('-', {
    execArgv: ['--import', 'tsx', '--input-type=module', '--eval', code],
    cwd: import.meta.dirname,
  });
  const [{ url, pid }] = (await once(child, 'message')) as [{ url: string; pid: number }];
  const killHard = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url, pid, killHard };
}

test('data outlive an orderly stop, and are on the disk when a commit is answered', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  expect(await ask(first.url, 'SHOW fsync')).toBe('on');
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS n');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start(folder);
  expect(await ask(second.url, 'SELECT n FROM kept')).toBe(42);
});

test('it listens on this machine only and asks for the password', async () => {
  const folder = await newFolder();
  const { url } = await start(folder);
  expect(await ask(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  const guess = new URL(url);
  guess.password = 'postgres';
  expect(await refused(guess.href)).toBe('28P01');
  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
});

test('a login reaches its own database and no other', async () => {
  const { url } = await start(await newFolder());
  const urls = await createDatabases(url, ['user', 'order'], (name) => `secret-of-${name}`);
  const [user, order] = [urls['user'] ?? '', urls['order'] ?? ''];
  expect(await ask(user, 'CREATE TABLE mine AS SELECT 1')).toBeUndefined();
  expect(await ask(order, 'SELECT current_database()')).toBe('shop_order');
  for (const database of ['shop_order', 'postgres']) {
    const foreign = new URL(user);
    foreign.pathname = `/${database}`;
    expect([database, await refused(foreign.href)]).toEqual([database, '42501']);
  }
  const again = await createDatabases(url, ['user', 'order'], (name) => `secret-of-${name}`);
  expect(again).toEqual(urls);
});

test('it is stopped in order when the process that started it is killed', async () => {
  const folder = await newFolder();
  const { killHard } = await starter(folder);
  const log = () => readFile(join(folder, 'postgres.log'), 'utf8');
  await killHard();
  const stopped = async () => (await log()).includes('database system is shut down');
  await until('PostgreSQL to stop', stopped, { deadlineMs: 15_000 });
  expect(await log()).toContain('received fast shutdown request');
});

test('the next start takes over at once from one that is still running', async () => {
  const folder = await newFolder();
  const { url, pid, killHard } = await starter(folder);
  await ask(url, 'CREATE TABLE kept AS SELECT 42 AS n');
  await killHard();
  const next = await start(folder);
  expect(next.pid).not.toBe(pid);
  expect(await ask(next.url, 'SELECT n FROM kept')).toBe(42);
});

test('a machine that went down leaves a mark, whose number may be a stranger now', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await first.stop();
  const stranger = fork('-', { execArgv: ['--eval', 'process.stdin.resume()'], silent: true });
  await writeFile(join(folder, 'data/postmaster.pid'), `${stranger.pid}\n${folder}/data\n`);
  await start(folder);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('as root', () => {
  test.each(['inNamespace', 'withCapability'] as const)(
    'it runs %s below a folder of ours that nobody may enter, whoever owned the data before',
    async (way) => {
      const folder = await newFolder();
      const other = way === 'inNamespace' ? 'withCapability' : 'inNamespace';
      const before = await start(folder, async () => waysOfRoot[other]);
      await before.stop();
      const { url } = await start(folder, async () => waysOfRoot[way]);
      expect(await ask(url, 'SELECT 1')).toBe(1);
      const owner = (await stat(join(folder, 'data'))).uid;
      expect(owner).toBe(way === 'inNamespace' ? 0 : 65_534);
    },
  );
});

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
import { rootRunners } from './unprivileged.ts';

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

async function queryValue(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const errorOf = (url: string) =>
  queryValue(url, 'SELECT 1').then(
    () => 'connected',
    (error: { code?: string }) => error.code,
  );

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Starts PostgreSQL in another process, which can be killed. */
async function startElsewhere(folder: string) {
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
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url, pid, kill };
}

test('data survive a stop, and commits wait for the disk', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  expect(await queryValue(first.url, 'SHOW fsync')).toBe('on');
  await queryValue(first.url, 'CREATE TABLE saved AS SELECT 42 AS n');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start(folder);
  expect(await queryValue(second.url, 'SELECT n FROM saved')).toBe(42);
});

test('the embedded PostgreSQL listens on this machine only and requires its password', async () => {
  const folder = await newFolder();
  const { url } = await start(folder);
  expect(await queryValue(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  const guess = new URL(url);
  guess.password = 'postgres';
  expect(await errorOf(guess.href)).toBe('28P01');
  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
});

test('the login of a service reaches its own database and no other', async () => {
  const { url } = await start(await newFolder());
  const urls = await createDatabases(url, ['user', 'order'], (name) => `secret-of-${name}`);
  const [user, order] = [urls['user'] ?? '', urls['order'] ?? ''];
  expect(await queryValue(user, 'CREATE TABLE mine AS SELECT 1')).toBeUndefined();
  expect(await queryValue(order, 'SELECT current_database()')).toBe('shop_order');
  for (const database of ['shop_order', 'postgres']) {
    const foreign = new URL(user);
    foreign.pathname = `/${database}`;
    expect([database, await errorOf(foreign.href)]).toEqual([database, '42501']);
  }
  const again = await createDatabases(url, ['user', 'order'], (name) => `secret-of-${name}`);
  expect(again).toEqual(urls);
});

test('PostgreSQL is stopped in order when the process that started it is killed', async () => {
  const folder = await newFolder();
  const { kill } = await startElsewhere(folder);
  const log = () => readFile(join(folder, 'postgres.log'), 'utf8');
  await kill();
  const stopped = async () => (await log()).includes('database system is shut down');
  await until('PostgreSQL to stop', stopped);
  expect(await log()).toContain('received fast shutdown request');
});

test('a start replaces a PostgreSQL that outlived the process that started it', async () => {
  const folder = await newFolder();
  const { url, pid, kill } = await startElsewhere(folder);
  await queryValue(url, 'CREATE TABLE saved AS SELECT 42 AS n');
  await kill();
  const next = await start(folder);
  expect(next.pid).not.toBe(pid);
  expect(await queryValue(next.url, 'SELECT n FROM saved')).toBe(42);
});

test('a start ignores the pid file of a crashed machine when another process has got the number', async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await first.stop();
  const other = fork('-', { execArgv: ['--eval', 'process.stdin.resume()'], silent: true });
  await writeFile(join(folder, 'data/postmaster.pid'), `${other.pid}\n${folder}/data\n`);
  await start(folder);
  expect(isAlive(other.pid ?? 0)).toBe(true);
  other.kill();
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('as root', () => {
  test.each(['inNamespace', 'withCapability'] as const)(
    'as root PostgreSQL runs %s below a folder that only root may enter, with data of another owner',
    async (runner) => {
      const folder = await newFolder();
      const other = runner === 'inNamespace' ? 'withCapability' : 'inNamespace';
      const before = await start(folder, { chooseRunnerOf: async () => rootRunners[other] });
      await before.stop();
      const { url } = await start(folder, { chooseRunnerOf: async () => rootRunners[runner] });
      expect(await queryValue(url, 'SELECT 1')).toBe(1);
      const owner = (await stat(join(folder, 'data'))).uid;
      expect(owner).toBe(runner === 'inNamespace' ? 0 : 65_534);
    },
  );
});

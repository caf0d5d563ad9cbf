import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-lock-'));
  folders.push(folder);
  return folder;
}

/** Another process that holds the lock of `folder`. */
async function holderOf(folder: string) {
  const code = `
    const { takeLock } = await import(${JSON.stringify(new URL('lock.ts', import.meta.url).href)});
    await takeLock(${JSON.stringify(folder)}).then(
      () => { process.send('held'); setInterval(() => {}, 1e6); },
      () => { process.send('refused'); process.disconnect(); },
    );`;
  const child = fork('-', {
    execArgv: ['--import', 'tsx', '--input-type=module', '--eval', code],
    cwd: import.meta.dirname,
  });
  children.push(child);
  const [outcome] = (await once(child, 'message')) as [string];
  return { child, outcome };
}

test('a folder in use cannot be locked again, and the error describes the holder', async () => {
  const folder = await newFolder();
  const lock = await takeLock(folder);
  lock.describe('http://localhost:4000');
  await expect(takeLock(folder)).rejects.toThrow(
    `${folder} is in use by process ${process.pid}, http://localhost:4000`,
  );
  await lock.release();
});

test('a released lock can be taken again, and locks of other folders are independent', async () => {
  const [one, other] = [await newFolder(), await newFolder()];
  const first = await takeLock(one);
  await (await takeLock(other)).release();
  await first.release();
  await (await takeLock(one)).release();
});

test('killing the holder releases its lock', async () => {
  const folder = await newFolder();
  const { child, outcome } = await holderOf(folder);
  expect(outcome).toBe('held');
  await expect(takeLock(folder)).rejects.toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await takeLock(folder)).release();
});

test('of many simultaneous attempts to lock a folder exactly one succeeds', async () => {
  const folder = await newFolder();
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

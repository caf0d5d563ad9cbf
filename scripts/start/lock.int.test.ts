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
  const [said] = (await once(child, 'message')) as [string];
  return { child, said };
}

test('a second holder is refused and told where the first one runs', async () => {
  const folder = await newFolder();
  const lock = await takeLock(folder);
  lock.describe('http://localhost:4000');
  await expect(takeLock(folder)).rejects.toThrow(
    `${folder} is in use by process ${process.pid}, http://localhost:4000`,
  );
  await lock.release();
});

test('a released lock can be taken again, and other folders are never concerned', async () => {
  const [one, other] = [await newFolder(), await newFolder()];
  const first = await takeLock(one);
  await (await takeLock(other)).release();
  await first.release();
  await (await takeLock(one)).release();
});

test('kill -9 releases it', async () => {
  const folder = await newFolder();
  const { child, said } = await holderOf(folder);
  expect(said).toBe('held');
  await expect(takeLock(folder)).rejects.toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await takeLock(folder)).release();
});

test('of many that ask at once exactly one gets it', async () => {
  const folder = await newFolder();
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

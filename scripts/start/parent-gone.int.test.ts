import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const watch = new URL('parent-gone.mjs', import.meta.url).href;

/** A process that runs until its parent ends. */
const start = (code: string): ChildProcess =>
  spawn(process.execPath, ['--import', watch, '--eval', `setInterval(() => {}, 1e6); ${code}`], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });

test('a process ends when its parent ended before its first line', async () => {
  const child = start('');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('a running process ends when its parent ends', async () => {
  const child = start(`process.send('up');`);
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('a process that shuts down in order when its parent ends gets the time for it', async () => {
  const child = start(`process.on('disconnect', () => setTimeout(() => process.exit(0), 200));
    process.send('up');`);
  await once(child, 'message');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

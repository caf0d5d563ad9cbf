import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Driver } from './bus-fixture.ts';

export type CrashingConsumer = {
  readonly process: ChildProcess;
  /** Ids of the messages that it began to handle, and of those that it finished. */
  readonly handled: string[];
  readonly finished: string[];
};

/** Starts a consumer in a process of its own, which the test kills; it ends with the test in any case. */
export function startCrashingConsumer(
  driver: Driver,
  queue: string,
  type: string,
  mode: 'hang' | 'obey' | 'obey in batches',
): CrashingConsumer {
  const script = fileURLToPath(new URL('crashing-consumer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, queue, type, mode], {
    env: { ...process.env, ...driver.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const handled: string[] = [];
  const finished: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const [what, id = ''] = line.split(' ');
    (what === 'begins' ? handled : finished).push(id);
  });
  return { process: child, handled, finished };
}

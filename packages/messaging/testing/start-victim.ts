import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Driver } from './stage.ts';

export type Victim = {
  readonly process: ChildProcess;
  /** Ids of the messages it began to handle, and of those it finished. */
  readonly handled: string[];
  readonly finished: string[];
};

/** A consumer in a process of its own that can be killed. */
export function startVictim(
  driver: Driver,
  queue: string,
  type: string,
  manner: 'hang' | 'obey',
): Victim {
  const script = fileURLToPath(new URL('victim.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, queue, type, manner], {
    env: { ...process.env, ...driver.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const handled: string[] = [];
  const finished: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const [what, id = ''] = line.split(' ');
    (what === 'begins' ? handled : finished).push(id);
  });
  return { process: child, handled, finished };
}

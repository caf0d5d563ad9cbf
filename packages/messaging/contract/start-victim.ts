import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Driver } from './stage.ts';

export type Victim = { readonly process: ChildProcess; readonly handled: string[] };

/** A consumer in a process of its own that can be killed. It prints the id of every message it takes. */
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
  child.stdout.on('data', (chunk) => handled.push(...String(chunk).trim().split('\n')));
  return { process: child, handled };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../root.ts';
import type { Program } from './hosting.ts';

/** A process that takes longer to stop is killed. Its own deadline is 15 s. */
const stopDeadlineMs = 20_000;
const endBytes = 2_000;

export type Launched = { process: ChildProcess; exit: Promise<void> };

/** Starts a program. Its output goes to the file `log`, which is overwritten (`w`) or continued (`a`). */
export function launch(
  { options, command, env }: Pick<Program, 'options' | 'command' | 'env'>,
  environment: NodeJS.ProcessEnv,
  log: string,
  mode: 'w' | 'a',
): Launched {
  const output = openSync(log, mode);
  const watch = pathToFileURL(join(root, 'scripts/start/parent-gone.mjs')).href;
  const args = [...options, '--import', watch, ...command];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...environment, ...env },
    // The channel closes when this process ends, however it ends.
    stdio: ['ignore', output, output, 'ipc'],
    // Ctrl-C reaches the whole foreground group; this process decides the order in which they stop.
    detached: process.platform !== 'win32',
  });
  closeSync(output);
  const exit = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  return { process: child, exit };
}

/** Lets a process that runs `host.js` start its services; others start by themselves. */
export const letStart = ({ process: child }: Launched): void => {
  if (child.connected) child.send('start', () => undefined);
};

/** Whether everything that a program runs reports that it is ready. */
export const isReady = async ({ runs }: Pick<Program, 'runs'>): Promise<boolean> =>
  (await Promise.all(runs.map(({ env }) => isReadyAt(env['METRICS_PORT'])))).every(Boolean);

async function isReadyAt(port: string | undefined): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/health/ready`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Stops a process in order, or kills it when it does not respond. */
export async function stop({ process: child, exit }: Launched): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  // Windows has no SIGTERM to catch; there the closed channel has the same effect.
  if (process.platform === 'win32') child.disconnect();
  else child.kill('SIGTERM');
  const timeout = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await exit;
  clearTimeout(timeout);
}

/** The last lines of a log, for the message about a crash. */
export const endOf = (log: string): string =>
  readFileSync(log).subarray(-endBytes).toString().trim();

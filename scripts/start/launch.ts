import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../root.ts';
import type { ProcessSpec } from './environment.ts';

/** A process that takes longer to stop is killed. Their own deadline is 15 s. */
const stopDeadlineMs = 20_000;
const endBytes = 2_000;

export type Launched = { process: ChildProcess; exit: Promise<void> };

/** Starts a built process; what it prints goes to the file `log`, from the start (`w`) or added (`a`). */
export function launch(
  { folder, entry, env }: ProcessSpec,
  environment: NodeJS.ProcessEnv,
  log: string,
  mode: 'w' | 'a',
): Launched {
  const output = openSync(log, mode);
  const watch = pathToFileURL(join(root, 'scripts/start/parent-gone.mjs')).href;
  const program = join(root, folder, 'dist', `${entry}.js`);
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', watch, program], {
    cwd: root,
    env: { ...environment, ...env },
    // The channel tells a child that we are gone, however we went.
    stdio: ['ignore', output, output, 'ipc'],
    // Ctrl-C reaches the whole foreground group; the order in which we stop is ours.
    detached: process.platform !== 'win32',
  });
  closeSync(output);
  const exit = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  return { process: child, exit };
}

/** Whether a process says that it can do its work. */
export async function isReady({ env }: ProcessSpec): Promise<boolean> {
  const url = `http://127.0.0.1:${env['PORT']}/health/ready`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Stops a process in order, or by force when it does not listen. */
export async function stop({ process: child, exit }: Launched): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  // Windows has no SIGTERM to catch; there the closed channel says the same.
  if (process.platform === 'win32') child.disconnect();
  else child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await exit;
  clearTimeout(late);
}

/** The last lines of a log, for people who would otherwise have to look for it. */
export const endOf = (log: string): string =>
  readFileSync(log).subarray(-endBytes).toString().trim();

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessSpec } from './environment.ts';
import { root } from './root.ts';
import { until } from './until.ts';

/** A process that takes longer to stop is killed. */
const stopDeadlineMs = 20_000;
const readyDeadlineMs = 60_000;
/** A crashed process comes back after this long, twice as long each time, up to a minute. */
const restartMs = 500;

type Child = { readonly process: ChildProcess; readonly exit: Promise<void> };

/** Runs the shop's processes, restarts those that crash, and stops them all. */
export function createSupervisor(logDir: string, onCrash: (name: string, detail: string) => void) {
  mkdirSync(logDir, { recursive: true });
  const children = new Map<string, Child>();
  const logs = new Map<string, WriteStream>();
  let stopping = false;

  function start(spec: ProcessSpec, crashes = 0): void {
    const log =
      logs.get(spec.name) ?? createWriteStream(join(logDir, `${spec.name}.log`), { flags: 'a' });
    logs.set(spec.name, log);
    const began = performance.now();
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', join(root, spec.folder, 'dist', `${spec.entry}.js`)],
      {
        cwd: root,
        env: { PATH: process.env['PATH'], ...spec.env },
        // The channel tells a child that we are gone, however we went.
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Ctrl-C reaches the whole foreground group; the order in which we stop is ours.
        detached: process.platform !== 'win32',
      },
    );
    let tail = '';
    child.stdout?.pipe(log, { end: false });
    child.stderr?.on('data', (chunk) => {
      tail = `${tail}${chunk}`.slice(-2_000);
      log.write(chunk);
    });
    const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    children.set(spec.name, { process: child, exit });
    child.once('exit', (code, signal) => {
      if (stopping) return;
      onCrash(spec.name, `${signal ?? `code ${code}`}${tail ? `\n${tail.trim()}` : ''}`);
      // One that ran for a while starts counting anew.
      const again = performance.now() - began > 60_000 ? 0 : crashes;
      const delay = Math.min(60_000, restartMs * 2 ** again);
      void sleep(delay).then(() => stopping || start(spec, again + 1));
    });
  }

  const ready = (spec: ProcessSpec): Promise<void> =>
    until(readyDeadlineMs, `${spec.name} to be ready`, async () => {
      const url = `http://127.0.0.1:${spec.env['PORT']}/health/ready`;
      return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      );
    });

  async function stopOne({ process: child, exit }: Child): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const deadline = new AbortController();
    const late = sleep(stopDeadlineMs, 'late', { signal: deadline.signal }).catch(() => 'done');
    if ((await Promise.race([exit, late])) === 'late') child.kill('SIGKILL');
    deadline.abort();
    await exit;
  }

  return {
    /** Starts them all at once and resolves when each is ready. */
    async startAll(specs: readonly ProcessSpec[]): Promise<void> {
      for (const spec of specs) start(spec);
      await Promise.all(specs.map(ready));
    },
    pids: (): Record<string, number | undefined> =>
      Object.fromEntries([...children].map(([name, { process: child }]) => [name, child.pid])),
    async stopAll(): Promise<void> {
      stopping = true;
      await Promise.all([...children.values()].map(stopOne));
      for (const log of logs.values()) log.end();
    },
    /** The last resort: no goodbyes. */
    killAll(): void {
      stopping = true;
      for (const { process: child } of children.values()) child.kill('SIGKILL');
    },
  };
}

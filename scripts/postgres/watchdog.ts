import { type ChildProcess, spawn } from 'node:child_process';

/** Waits for the end of its standard input, which comes with the end of this process, and stops PostgreSQL. */
const script = `trap '' INT TERM HUP; read -r _; kill -INT "$1"`;

/**
 * Stops a server in order when this process ends, even by kill -9. Costs one idle shell. Does nothing on
 * Windows, where the next start finds the server and stops it.
 */
export function watchOver({ pid }: ChildProcess, ended: Promise<unknown>): void {
  if (pid === undefined || process.platform === 'win32') return;
  const shell = spawn('sh', ['-c', script, 'watchdog', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell there is no watchdog; the next start stops the server all the same.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  // Before its input ends, so that it never signals a number that another process has got.
  void ended.then(() => shell.kill('SIGKILL'));
}

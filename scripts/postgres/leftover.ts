import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@shop/service/until';

const fastDeadlineMs = 15_000;
const immediateDeadlineMs = 5_000;

/** Returns the arguments of a running process; empty when it does not run. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ');
  }
  const command: [string, string[]] =
    process.platform === 'win32'
      ? ['tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh']]
      : ['ps', ['-o', 'args=', '-p', String(pid)]];
  return promisify(execFile)(...command).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** Whether this process serves the folder: another process may have got the number of an ended one. */
async function serves(pid: number, data: string): Promise<boolean> {
  const command = await commandLine(pid);
  return process.platform === 'win32'
    ? command.includes('postgres')
    : command.includes(`-D ${data} `);
}

/**
 * Stops the PostgreSQL that serves `data` although the process that started it has ended, and deletes the
 * pid file of one that ended with the machine. The calling process holds the lock of the folder.
 */
export async function stopLeftover(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const hasStopped = async () => !(await serves(pid, data));
  if (!(await hasStopped())) {
    process.kill(pid, 'SIGINT');
    await until('a left-over PostgreSQL to stop', hasStopped, { deadlineMs: fastDeadlineMs }).catch(
      async () => {
        process.kill(pid, 'SIGQUIT');
        await until(`PostgreSQL (process ${pid}) to stop serving ${data}`, hasStopped, {
          deadlineMs: immediateDeadlineMs,
        });
      },
    );
  }
  await rm(pidFile, { force: true });
}

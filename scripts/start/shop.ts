import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { BusAddress } from '@shop/service/env';
import { readOrCreateKeys } from '../keys/keys.ts';
import { folderOf, services } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { choosePorts } from './choose-ports.ts';
import { openDataDir } from './data-dir.ts';
import { processNames, processSpecs } from './environment.ts';
import { hosted, type Program } from './hosting.ts';
import type { Lifetime } from './lifetime.ts';
import { takeLock } from './lock.ts';
import { migrateDatabase } from './migrate-database.ts';
import { openDatabases } from './open-databases.ts';
import type { Options } from './options.ts';
import { createSupervisor, type Supervisor } from './processes.ts';
import { untilQuiet } from './quiet.ts';
import { forgetRunning, noteRunning } from './running.ts';
import { seedDatabases, seedOnce } from './seed.ts';

export type Shop = {
  readonly url: string;
  readonly dataDir: string;
  /** The folder, and the page that shows it; no page when mails go out by SMTP. */
  readonly mailbox: string;
  readonly mailboxUrl: string | undefined;
  readonly services: Readonly<
    Record<string, { port: number | undefined; pid: number | undefined }>
  >;
};

export type Surroundings = {
  /** What every process inherits. */
  readonly environment: NodeJS.ProcessEnv;
  readonly life: Pick<Lifetime, 'onEnd' | 'orStop'>;
  /** Receives the progress, a line at a time. */
  readonly say: (text: string) => void;
  /** Receives the reason why the shop cannot continue. */
  readonly fail: (error: Error) => void;
};

/**
 * Opens the whole shop: data folder, databases, processes; resolves when every event of the seed has
 * been handled. What it opens is closed at the end of `life`.
 */
export async function openShop(options: Options, around: Surroundings): Promise<Shop> {
  const { life, say } = around;
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await takeLock(dataDir);
  life.onEnd(() => lock.release());
  await openDataDir(dataDir, options.reset);
  const ports = await choosePorts(options.port, processNames, say);
  const url = `http://localhost:${ports['gateway']}/graphql`;
  lock.describe(url);
  const keys = await readOrCreateKeys(join(dataDir, 'keys.json'));
  const databaseUrls = await openEverything({ ...options, dataDir }, around);
  const bus = options.bus ?? { driver: 'postgres', url: databaseUrls['bus'] ?? '' };

  life.onEnd(() => forgetRunning(dataDir));
  await noteRunning(dataDir, {
    pid: process.pid,
    bus,
    databaseUrls,
  });

  const supervisor = createSupervisor({
    logDir: join(dataDir, 'logs'),
    environment: around.environment,
    onCrash: (_, detail) => say(`! ${detail}\n! it is started again`),
  });
  life.onEnd(() => supervisor.stopAll());
  process.once('exit', () => supervisor.killAll());
  const mailbox = join(dataDir, 'mailbox');
  const supergraph = join(root, 'schema/supergraph.graphql');
  const specs = processSpecs({ ...options, bus, ports, databaseUrls, mailbox, supergraph, keys });
  const at = { ...options, dataDir };
  const migrated = new Map<string, Promise<void>>(
    services.map((name) => [name, migrateDatabase(name, databaseUrls[name] ?? '', at, say)]),
  );
  const open = async (program: Program) => {
    await Promise.all(program.runs.map(({ service }) => migrated.get(service)));
    await supervisor.run(program);
  };
  const seed = async () => {
    await Promise.all(migrated.values());
    await seedAll(dataDir, databaseUrls, options);
  };
  await life.orStop(
    Promise.all([
      ...hosted(specs).map((program) => timed(program.name, say, () => open(program))),
      options.seed && timed('seed', say, seed),
    ]),
  );
  await life.orStop(timed('events', say, () => settle(bus, databaseUrls, say)));
  return {
    url,
    dataDir,
    mailbox,
    mailboxUrl: options.smtpUrl ? undefined : `http://localhost:${ports['notification']}/mailbox`,
    services: running(hosted(specs), ports, supervisor),
  };
}

async function openEverything(options: Options, { life, say, fail }: Surroundings) {
  // Finished also when told to stop: otherwise the server would be left running.
  const opened = await timed('databases', say, () => openDatabases(options));
  let closing = false;
  life.onEnd(() => {
    closing = true;
    return opened.stop();
  });
  void opened.ended.then(() => {
    if (!closing) fail(new Error('PostgreSQL has ended; DATA_DIR/postgres/postgres.log says why.'));
  });
  return opened.urls;
}

/** Waits for the events of the seed. Those of an earlier run may be stuck, which must not keep the shop closed. */
async function settle(
  bus: BusAddress,
  databaseUrls: Readonly<Record<string, string>>,
  say: Surroundings['say'],
): Promise<void> {
  const withOutbox = services.filter((name) => folderOf(name).startsWith('subgraphs/'));
  await untilQuiet({
    databaseUrls: withOutbox.map((name) => databaseUrls[name] ?? ''),
    bus,
  }).catch((error: Error) => say(`! ${error.message}`));
}

/** Databases that run elsewhere may have been emptied since the last start: they are seeded every time. */
async function seedAll(
  dataDir: string,
  databaseUrls: Readonly<Record<string, string>>,
  { databaseUrls: external }: Options,
): Promise<void> {
  const urls = services.map((name) => [name, databaseUrls[name] ?? ''] as const);
  const own = urls.filter(([name]) => !external[name]);
  const others = urls.filter(([name]) => external[name]);
  await Promise.all([
    seedOnce(dataDir, Object.fromEntries(own)),
    seedDatabases(Object.fromEntries(others)),
  ]);
}

const running = (
  programs: readonly Program[],
  ports: Readonly<Record<string, number>>,
  supervisor: Supervisor,
): Shop['services'] => {
  const pids = supervisor.pids();
  return Object.fromEntries(
    programs.flatMap((program) =>
      program.runs.map(({ name }) => [name, { port: ports[name], pid: pids[program.name] }]),
    ),
  );
};

async function timed<T>(
  name: string,
  say: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(`> ${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}

import { join } from 'node:path';
import { publishesEvents } from '@shop/schema';
import { readOrCreateKeys } from '../keys/keys.ts';
import { services } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { choosePorts } from './choose-ports.ts';
import { metricsPortOf, portNames, processSpecs } from './environment.ts';
import { hosted, type Program } from './hosting.ts';
import type { Lifetime } from './lifetime.ts';
import { migrateDatabase } from './migrate-database.ts';
import { type PreparedDatabases, prepareDatabases } from './open-databases.ts';
import { openFolder } from './open-folder.ts';
import type { Options } from './options.ts';
import { createSupervisor, type Supervisor } from './processes.ts';
import { untilQuiet } from './quiet.ts';
import { forgetRunning, noteRunning } from './running.ts';
import { seedAll } from './seed.ts';
import { timed } from './timed.ts';

/** What `npm start -- --json` prints. */
export type Shop = {
  readonly url: string;
  readonly dataDir: string;
  /** The folder with the e-mails, and the page that shows them; no page when they are sent by SMTP. */
  readonly mailbox: string;
  readonly mailboxUrl: string | undefined;
  readonly services: Readonly<
    Record<
      string,
      {
        port: number | undefined;
        /** For health and metrics. */
        metricsPort: number | undefined;
        pid: number | undefined;
      }
    >
  >;
};

/** A running shop, and what changes it while it runs. */
export type OpenShop = {
  readonly shop: Shop;
  readonly programs: readonly Program[];
  readonly restart: Supervisor['restart'];
  /** Applies the pending migrations of a service. */
  migrate(service: string): Promise<void>;
};

export type Surroundings = {
  /** What every process inherits. */
  readonly environment: NodeJS.ProcessEnv;
  readonly life: Pick<Lifetime, 'onEnd' | 'orStop'>;
  /** Receives the progress, a line at a time. */
  readonly report: (text: string) => void;
  /** Receives the reason why the shop cannot continue. */
  readonly fail: (error: Error) => void;
};

/**
 * Opens the whole shop: data folder, databases, processes. Resolves when every event of the seed has been
 * handled. What it opens is closed at the end of `life`.
 */
export async function openShop(options: Options, surroundings: Surroundings): Promise<OpenShop> {
  const { life, report } = surroundings;
  const { dataDir, lock } = await openFolder(options, life);
  const ports = await choosePorts(options.port, portNames, report);
  const url = `http://localhost:${ports['gateway']}/graphql`;
  lock.describe(url);
  const keys = await readOrCreateKeys(join(dataDir, 'keys.json'));
  const prepared = await prepareDatabases({ ...options, dataDir });
  const databaseUrls = prepared.urls;
  const bus = options.bus ?? { driver: 'postgres', url: databaseUrls['bus'] ?? '' };
  life.onEnd(() => forgetRunning(dataDir));
  await noteRunning(dataDir, { pid: process.pid, bus, databaseUrls });

  const mailbox = join(dataDir, 'mailbox');
  const supergraph = join(root, 'schema/supergraph.graphql');
  const specs = processSpecs({ ...options, bus, ports, databaseUrls, mailbox, supergraph, keys });
  const programs = hosted(specs);
  const migrate = (name: string) =>
    migrateDatabase(name, databaseUrls[name] ?? '', { ...options, dataDir }, report);
  const databases = openUntilEnd(prepared, surroundings);
  const supervisor = superviseUntilEnd(dataDir, surroundings);
  for (const program of programs) supervisor.load(program);
  await databases;
  const seed = options.seed && (() => seedAll(dataDir, databaseUrls, options));
  await life.orStop(openServices(programs, supervisor, migrate, seed, report));

  const outboxes = services.filter(publishesEvents);
  const quiet = { databaseUrls: outboxes.map((name) => databaseUrls[name] ?? ''), bus };
  // Events of an earlier run may be stuck, which must not keep the shop closed.
  const settle = () => untilQuiet(quiet).catch((error: Error) => report(`! ${error.message}`));
  await life.orStop(timed('events', report, settle));
  const { notification } = ports;
  const mailboxUrl = options.smtpUrl ? undefined : `http://localhost:${notification}/mailbox`;
  const running = servicesOf(programs, ports, supervisor);
  const shop = { url, dataDir, mailbox, mailboxUrl, services: running };
  return { shop, programs, restart: supervisor.restart, migrate };
}

function openUntilEnd(databases: PreparedDatabases, { life, report, fail }: Surroundings) {
  const warn = (text: string) => report(`! ${text}`);
  // Also finishes when a stop is requested: otherwise the server would be left running.
  const opened = timed('databases', report, () => databases.open(warn));
  life.onEnd(() =>
    opened.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  );
  return opened.then(({ failed }) => void failed.then(fail));
}

function superviseUntilEnd(dataDir: string, { environment, life, report }: Surroundings) {
  const supervisor = createSupervisor({
    logDir: join(dataDir, 'logs'),
    environment,
    onCrash: (_, detail) => report(`! ${detail}\n! It is started again.`),
  });
  life.onEnd(() => supervisor.stopAll());
  process.once('exit', () => supervisor.killAll());
  return supervisor;
}

/** Migrates all databases; starts each program when its databases are ready, and the seed when all are. */
async function openServices(
  programs: readonly Program[],
  supervisor: Supervisor,
  migrate: OpenShop['migrate'],
  seed: false | (() => Promise<void>),
  report: (text: string) => void,
): Promise<void> {
  const migrated = new Map(services.map((name): [string, Promise<void>] => [name, migrate(name)]));
  const open = async (program: Program) => {
    await Promise.all(program.runs.map(({ service }) => migrated.get(service)));
    await supervisor.run(program);
  };
  const seedMigrated = async (run: () => Promise<void>) => {
    await Promise.all(migrated.values());
    await run();
  };
  await Promise.all([
    ...programs.map((program) => timed(program.name, report, () => open(program))),
    seed && timed('seed', report, () => seedMigrated(seed)),
  ]);
}

const servicesOf = (
  programs: readonly Program[],
  ports: Readonly<Record<string, number>>,
  supervisor: Supervisor,
): Shop['services'] => {
  const pids = supervisor.pids();
  return Object.fromEntries(
    programs.flatMap((program) =>
      program.runs.map(({ name }) => [
        name,
        { port: ports[name], metricsPort: ports[metricsPortOf(name)], pid: pids[program.name] },
      ]),
    ),
  );
};

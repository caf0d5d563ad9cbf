import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataDir } from './data-dir.ts';
import { createDatabases, databases, folderOf, migrationsOf, services } from './databases.ts';
import { type EmbeddedPostgres, startPostgres } from './embedded-postgres.ts';
import { processNames, processSpecs } from './environment.ts';
import { readOrCreateKeys } from './keys.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrations.ts';
import { type Options, OptionsError, readOptions, usage } from './options.ts';
import { freePort, isFree } from './ports.ts';
import { createSupervisor } from './processes.ts';
import { untilQuiet } from './quiet.ts';
import { root } from './root.ts';
import { welcome } from './welcome.ts';

const defaultPort = 4_000;
const say = (text: string) => void process.stderr.write(`${text}\n`);

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(`> ${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}

/** Undone in reverse at the end, whatever the reason. */
const cleanups: (() => Promise<unknown>)[] = [];
let ending: Promise<never> | undefined;

function end(code: number): Promise<never> {
  ending ??= (async () => {
    for (const cleanup of cleanups.reverse()) {
      await cleanup().catch((error) => say(String(error)));
    }
    process.exit(code);
  })();
  return ending;
}

function fail(error: unknown): Promise<never> {
  say(error instanceof Error ? error.message : String(error));
  return end(1);
}

async function run(options: Options): Promise<void> {
  const { dataDir } = options;
  const lock = await takeLock(dataDir);
  if (!lock) throw new Error(`The shop is running already with DATA_DIR ${dataDir}.`);
  cleanups.push(() => lock.release());
  await openDataDir(dataDir, options.reset);
  const ports = await choosePorts(options.port);
  const keys = await readOrCreateKeys(join(dataDir, 'keys.json'));
  const databaseUrls = await openDatabases(options);
  await step('migrations', () =>
    Promise.all(services.map((name) => migrate(databaseUrls[name] ?? '', migrationsOf(name)))),
  );
  if (options.seed)
    await step('seed', () => Promise.all(services.map((name) => seed(name, databaseUrls))));

  const mailbox = join(dataDir, 'mailbox');
  const supervisor = createSupervisor(join(dataDir, 'logs'), (name, detail) =>
    say(`! ${name} ended with ${detail}; it is started again`),
  );
  cleanups.push(() => supervisor.stopAll());
  process.once('exit', () => supervisor.killAll());
  const { rabbitmqUrl, smtpUrl, logLevel } = options;
  const supergraph = join(root, 'schema/supergraph.graphql');
  const setting = {
    ports,
    databaseUrls,
    rabbitmqUrl,
    smtpUrl,
    mailbox,
    supergraph,
    keys,
    logLevel,
  };
  const specs = processSpecs(setting);
  await step('services', () => supervisor.startAll(specs));
  await step('events', () =>
    untilQuiet({
      databaseUrls: services.filter(hasOutbox).map((name) => databaseUrls[name] ?? ''),
      rabbitmqUrl,
      busDatabaseUrl: databaseUrls['bus'],
    }),
  );

  const url = `http://localhost:${ports['gateway']}/graphql`;
  if (!options.json) return say(welcome({ url, mailbox, seeded: options.seed, smtpUrl }));
  const pids = supervisor.pids();
  const running = specs.map(({ name }) => [name, { port: ports[name], pid: pids[name] }]);
  console.log(JSON.stringify({ url, dataDir, mailbox, services: Object.fromEntries(running) }));
}

async function choosePorts(wanted: number | undefined): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const name of processNames) ports[name] = await freePort();
  if (wanted === 0) return ports;
  const gateway = wanted ?? defaultPort;
  if (await isFree(gateway)) return { ...ports, gateway };
  if (wanted !== undefined) throw new Error(`PORT ${wanted} is taken.`);
  say(`> port ${defaultPort} is taken, using ${ports['gateway']}`);
  return ports;
}

async function openDatabases(options: Options): Promise<Record<string, string>> {
  const names = options.rabbitmqUrl ? services : databases;
  const embedded = names.filter((name) => !options.databaseUrls[name]);
  if (embedded.length === 0) return { ...options.databaseUrls };
  const postgres: EmbeddedPostgres = await step('PostgreSQL', () =>
    startPostgres(join(options.dataDir, 'postgres')),
  );
  cleanups.push(() => postgres.stop());
  // Derived, so that nothing has to be stored and the same folder gives the same URL.
  const secret = new URL(postgres.url).password;
  const passwordOf = (name: string) => createHmac('sha256', secret).update(name).digest('hex');
  return {
    ...options.databaseUrls,
    ...(await createDatabases(postgres.url, embedded, passwordOf)),
  };
}

async function seed(name: string, databaseUrls: Record<string, string>): Promise<void> {
  const file = join(root, folderOf(name), 'dist/seed.js');
  if (!existsSync(file)) return;
  const module: { seed(databaseUrl: string): Promise<void> } = await import(file);
  await module.seed(databaseUrls[name] ?? '');
}

const hasOutbox = (name: string): boolean => folderOf(name).startsWith('subgraphs/');

/** Runs the whole shop until it is told to stop. */
export async function start(args: readonly string[]): Promise<void> {
  let options: Options;
  try {
    options = readOptions(args, process.env);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    say(`${error.message}\n\n${usage}`);
    process.exit(1);
  }
  if (options.help) return void process.stdout.write(usage);
  let asked = 0;
  const stop = () => {
    asked++;
    if (asked > 1) process.exit(130);
    say('> stopping');
    void end(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (error) => void fail(error));
  const began = performance.now();
  await run(options).catch(fail);
  say(`> ready in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}

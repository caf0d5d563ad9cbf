import { join } from 'node:path';
import { publishesEvents } from '@shop/schema';
import type { BusAddress } from '@shop/service/env';
import { type Keys, newKeys } from '../keys/keys.ts';
import { services } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { choosePorts } from '../start/choose-ports.ts';
import { inherited, portNames, processSpecs } from '../start/environment.ts';
import { alone, type Program } from '../start/hosting.ts';
import { isReady } from '../start/launch.ts';
import { createSupervisor } from '../start/processes.ts';
import { untilQuiet } from '../start/quiet.ts';
import { seedDatabases } from '../start/seed.ts';
import { createShopDatabases } from './create-shop-databases.ts';

export type ShopProcessesOptions = {
  /** For logs and files of the shop. */
  readonly folder: string;
  /** URL of the administrator of an empty PostgreSQL. */
  readonly postgresUrl: string;
  /** `undefined`: the embedded bus. */
  readonly rabbitmqUrl: string | undefined;
  readonly smtpUrl: string;
  readonly logLevel: string;
  /** Variables of every process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of a built release; by default this one. */
  readonly release?: string;
  /** Of shops that run side by side. */
  readonly keys?: Keys;
  /** By the names of `portNames`; by default free ones. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Variables of the gateway that precede its own. */
  readonly gatewayEnvironment?: Readonly<Record<string, string>>;
};

/** All services of the shop, one process each as in containers, restarted when they crash. */
export type ShopProcesses = {
  readonly url: string;
  readonly logDir: string;
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly bus: BusAddress;
  /** kill -9. `false` when the process is not running. */
  kill(name: string): boolean;
  /** Whether this process, or every one, is ready: it reaches its database and its bus. */
  isReady(name?: string): Promise<boolean>;
  /** Waits until all saved events are published and handled; throws after two minutes. */
  untilQuiet(): Promise<void>;
  stop(): Promise<void>;
};

const longestRestartMs = 2_000;
/**
 * All workers of a new broker declare the queues at once. On a machine that other work keeps busy, the last is ready after some
 * minutes.
 */
const readyDeadlineMs = 600_000;

/** The program of a release: its files are in another folder, at the same places. */
const inRelease = (program: Program, release: string): Program => ({
  ...program,
  command: program.command.map((word) => word.replace(root, release)),
});

/** Returns a free port for every process of a shop. */
export const chooseShopPorts = (): Promise<Readonly<Record<string, number>>> =>
  choosePorts(0, portNames, () => {});

/** Creates the databases, with demonstration accounts and no other data, and starts the processes. */
export async function startShopProcesses(options: ShopProcessesOptions): Promise<ShopProcesses> {
  const { release = root } = options;
  const databaseUrls = await createShopDatabases(options.postgresUrl, release);
  const urlOf = (name: string) => databaseUrls[name] ?? '';
  await seedDatabases({ user: urlOf('user') }, release);
  const bus: BusAddress = options.rabbitmqUrl
    ? { driver: 'rabbitmq', url: options.rabbitmqUrl }
    : { driver: 'postgres', url: urlOf('bus') };
  const ports = options.ports ?? (await chooseShopPorts());
  const logDir = join(options.folder, 'logs');
  const supervisor = createSupervisor({
    logDir,
    environment: { ...inherited(process.env), PAYMENT_PROVIDER: 'test', ...options.environment },
    onCrash: () => {},
    longestRestartMs,
    readyDeadlineMs,
  });
  const programs = processSpecs({
    ...{ ports, databaseUrls, bus },
    mailbox: join(options.folder, 'mailbox'),
    smtpUrl: options.smtpUrl,
    supergraph: join(release, 'schema/supergraph.graphql'),
    keys: options.keys ?? newKeys(),
    logLevel: options.logLevel,
    nodeEnv: 'production',
  })
    .map((spec) =>
      spec.kind === 'gateway'
        ? { ...spec, env: { ...spec.env, ...options.gatewayEnvironment } }
        : spec,
    )
    .map((spec) => inRelease(alone(spec), release));
  await Promise.all(programs.map(supervisor.run)).catch(async (error) => {
    await supervisor.stopAll();
    throw error;
  });
  const withOutbox = services.filter(publishesEvents);
  return {
    url: `http://127.0.0.1:${ports['gateway']}/graphql`,
    ...{ logDir, databaseUrls, bus },
    kill: supervisor.kill,
    async isReady(name) {
      const selected = programs.filter((one) => name === undefined || one.name === name);
      return (await Promise.all(selected.map(isReady))).every(Boolean);
    },
    untilQuiet: () => untilQuiet({ databaseUrls: withOutbox.map(urlOf), bus }),
    stop: supervisor.stopAll,
  };
}

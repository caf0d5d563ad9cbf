import { join } from 'node:path';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createKillableRabbitmq, type KillableRabbitmq } from '@shop/messaging/testing';
import type { BusAddress } from '@shop/service/env';
import { until } from '@shop/service/until';
import { withoutRateLimits } from '@shop/testing/shop';
import { newKeys } from '../../scripts/keys/keys.ts';
import { applyMigrations } from '../../scripts/migrate/apply-migrations.ts';
import {
  createDatabases,
  databases,
  migrationsOf,
  services,
} from '../../scripts/postgres/databases.ts';
import { root } from '../../scripts/root.ts';
import { choosePorts } from '../../scripts/start/choose-ports.ts';
import { inherited, processNames, processSpecs } from '../../scripts/start/environment.ts';
import { alone } from '../../scripts/start/hosting.ts';
import { isReady } from '../../scripts/start/launch.ts';
import { createSupervisor } from '../../scripts/start/processes.ts';
import type { untilQuiet } from '../../scripts/start/quiet.ts';
import { seed as seedAccounts } from '../../subgraphs/user/prisma/seed.ts';
import { createKillablePostgres, type KillablePostgres } from './killable-postgres.ts';
import { type CountingMailServer, startMailServer } from './mail-server.ts';

export type ChaosShop = {
  readonly logDir: string;
  readonly url: string;
  readonly mailServer: CountingMailServer;
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly postgres: KillablePostgres;
  /** `undefined` on the bus in PostgreSQL. */
  readonly broker: KillableRabbitmq | undefined;
  readonly bus: EventBus;
  /** Where its events are saved and queued. */
  readonly queues: Parameters<typeof untilQuiet>[0];
  /** kill -9, as soon as the process runs again after the last one; the supervisor restarts it. */
  kill(process: string): Promise<void>;
  /** Whether this process, or every one, is ready: it reaches its database, its bus and its neighbours. */
  isReady(process?: string): Promise<boolean>;
  close(): Promise<void>;
};

const restartDeadlineMs = 30_000;
const withOutbox = ['user', 'product', 'order', 'inventory'];
/** Unpaid orders expire and late payments arrive during the run. */
const shortTimes = { PAYMENT_WINDOW_MINUTES: '1', TEST_PROVIDER_DELAY_MS: '500' };

let starting: Promise<unknown> = Promise.resolve();

/**
 * Starts the whole shop as separate processes, on a database server and a bus that can be killed. One
 * after the other: the ports of one are in use before the next one chooses.
 */
export function startChaosShop(
  folder: string,
  driver: 'postgres' | 'rabbitmq',
): Promise<ChaosShop> {
  const shop = starting.then(() => start(folder, driver));
  starting = shop.catch(() => undefined);
  return shop;
}

async function start(folder: string, driver: 'postgres' | 'rabbitmq'): Promise<ChaosShop> {
  const postgres = await createKillablePostgres(join(folder, 'postgres'));
  const broker =
    driver === 'rabbitmq' ? await createKillableRabbitmq(join(folder, 'rabbitmq')) : undefined;
  if (driver === 'rabbitmq' && !broker) throw new Error('RabbitMQ server is not installed');
  const databaseUrls = await createDatabases(postgres.url, databases, () => 'chaos');
  await Promise.all(
    services.map((name) => applyMigrations(databaseUrls[name] ?? '', migrationsOf(name))),
  );
  await seedAccounts(databaseUrls['user'] ?? '');

  const busAddress: BusAddress = broker
    ? { driver: 'rabbitmq', url: broker.url }
    : { driver: 'postgres', url: databaseUrls['bus'] ?? '' };
  const ports = await choosePorts(0, processNames, () => {});
  const mailServer = await startMailServer();
  const logDir = join(folder, 'logs');
  const supervisor = createSupervisor({
    logDir,
    environment: { ...inherited(process.env), ...withoutRateLimits, ...shortTimes },
    onCrash: () => {},
    longestRestartMs: 2_000,
  });
  const specs = processSpecs({
    ports,
    databaseUrls,
    mailbox: join(folder, 'mailbox'),
    bus: busAddress,
    smtpUrl: mailServer.url,
    supergraph: join(root, 'schema/supergraph.graphql'),
    keys: newKeys(),
    // Every delivery is logged.
    logLevel: 'debug',
    nodeEnv: 'production',
  });
  const programs = specs.map(alone);
  await Promise.all(programs.map(supervisor.run));
  const bus = await createBus(busAddress, silentLog);
  await declareAll(bus);
  return {
    logDir,
    url: `http://127.0.0.1:${ports['gateway']}/graphql`,
    mailServer,
    databaseUrls,
    postgres,
    broker,
    bus,
    queues: {
      databaseUrls: withOutbox.map((name) => databaseUrls[name] ?? ''),
      bus: busAddress,
    },
    async kill(name) {
      await until(`${name} to run`, async () => supervisor.kill(name), {
        deadlineMs: restartDeadlineMs,
      });
    },
    async isReady(name) {
      const selected = programs.filter((one) => name === undefined || one.name === name);
      return (await Promise.all(selected.map(isReady))).every(Boolean);
    },
    async close() {
      await bus.close();
      await supervisor.stopAll();
      await mailServer.close();
      await broker?.stop();
      await postgres.stop();
    },
  };
}

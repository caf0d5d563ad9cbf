import { join } from 'node:path';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createKillableRabbitmq, type KillableRabbitmq } from '@shop/messaging/testing';
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
import { isReady } from '../../scripts/start/launch.ts';
import { createSupervisor } from '../../scripts/start/processes.ts';
import { seed as seedAccounts } from '../../subgraphs/user/prisma/seed.ts';
import { type CountingMailServer, startMailServer } from './mail-server.ts';
import { createMortalPostgres, type MortalPostgres } from './postgres.ts';

export type World = {
  readonly logDir: string;
  readonly url: string;
  readonly mailServer: CountingMailServer;
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly postgres: MortalPostgres;
  /** `undefined` on the bus in PostgreSQL. */
  readonly broker: KillableRabbitmq | undefined;
  readonly bus: EventBus;
  /** kill -9, as soon as it runs again after the last time; the supervisor starts it again. */
  kill(process: string): Promise<void>;
  /** Whether this process, or every one, is ready: it reaches its database, its bus and its neighbours. */
  isReady(process?: string): Promise<boolean>;
  close(): Promise<void>;
};

const restartDeadlineMs = 30_000;
/** Unpaid orders expire, and late payments come, while somebody watches. */
const hasty = { PAYMENT_WINDOW_MINUTES: '1', TEST_PROVIDER_DELAY_MS: '500' };

let opening: Promise<unknown> = Promise.resolve();

/**
 * The whole shop as separate processes, on a database server and a bus that can be killed. One after
 * the other: the ports that one has chosen are taken before the next one chooses.
 */
export function openWorld(folder: string, driver: 'postgres' | 'rabbitmq'): Promise<World> {
  const world = opening.then(() => open(folder, driver));
  opening = world.catch(() => undefined);
  return world;
}

async function open(folder: string, driver: 'postgres' | 'rabbitmq'): Promise<World> {
  const postgres = await createMortalPostgres(join(folder, 'postgres'));
  const broker =
    driver === 'rabbitmq' ? await createKillableRabbitmq(join(folder, 'rabbitmq')) : undefined;
  if (driver === 'rabbitmq' && !broker) throw new Error('no RabbitMQ server is installed');
  const databaseUrls = await createDatabases(postgres.url, databases, () => 'chaos');
  await Promise.all(
    services.map((name) => applyMigrations(databaseUrls[name] ?? '', migrationsOf(name))),
  );
  await seedAccounts(databaseUrls['user'] ?? '');

  const ports = await choosePorts(0, processNames, () => {});
  const mailServer = await startMailServer();
  const logDir = join(folder, 'logs');
  const supervisor = createSupervisor({
    logDir,
    environment: { ...inherited(process.env), ...withoutRateLimits, ...hasty },
    onCrash: () => {},
    longestRestartMs: 2_000,
  });
  const specs = processSpecs({
    ports,
    databaseUrls,
    mailbox: join(folder, 'mailbox'),
    rabbitmqUrl: broker?.url,
    smtpUrl: mailServer.url,
    supergraph: join(root, 'schema/supergraph.graphql'),
    keys: newKeys(),
    // Every delivery is a line.
    logLevel: 'debug',
    nodeEnv: 'production',
  });
  await Promise.all(specs.map(supervisor.run));
  const bus = await createBus({
    rabbitmqUrl: broker?.url,
    busDatabaseUrl: databaseUrls['bus'],
    log: silentLog,
  });
  await declareAll(bus);
  return {
    logDir,
    url: `http://127.0.0.1:${ports['gateway']}/graphql`,
    mailServer,
    databaseUrls,
    postgres,
    broker,
    bus,
    async kill(name) {
      await until(`${name} to run`, async () => supervisor.kill(name), {
        deadlineMs: restartDeadlineMs,
      });
    },
    async isReady(name) {
      const asked = specs.filter((spec) => name === undefined || spec.name === name);
      return (await Promise.all(asked.map(isReady))).every(Boolean);
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

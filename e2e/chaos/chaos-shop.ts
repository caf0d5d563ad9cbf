import { join } from 'node:path';
import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { createKillableRabbitmq, type KillableRabbitmq } from '@shop/messaging/testing';
import {
  type ShopProcesses,
  type SupervisedPostgres,
  startShopProcesses,
  startSupervisedPostgres,
} from '@shop/scripts/testing';
import { until } from '@shop/service/until';
import { withoutRateLimits } from '@shop/testing/shop';
import { type CountingMailServer, startMailServer } from './mail-server.ts';

export type ChaosShop = Pick<
  ShopProcesses,
  'url' | 'logDir' | 'databaseUrls' | 'isReady' | 'untilQuiet'
> & {
  readonly mailServer: CountingMailServer;
  /** Supervised as in `npm start`: a kill is followed by a restart. */
  readonly postgres: SupervisedPostgres;
  /** `undefined` on the bus in PostgreSQL. */
  readonly broker: KillableRabbitmq | undefined;
  readonly bus: EventBus;
  /** kill -9, as soon as the process runs again after the last one. */
  kill(process: string): Promise<void>;
  close(): Promise<void>;
};

const restartDeadlineMs = 120_000;
/** Unpaid orders expire and late payments arrive during the run. */
const shortTimes = { PAYMENT_WINDOW_MINUTES: '1', TEST_PROVIDER_DELAY_MS: '500' };

/** When payments are captured: with their order, or with their parcels. */
const captures = { rabbitmq: 'payment', postgres: 'shipping' } as const;

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
  const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
  const broker =
    driver === 'rabbitmq' ? await createKillableRabbitmq(join(folder, 'rabbitmq')) : undefined;
  if (driver === 'rabbitmq' && !broker) throw new Error('RabbitMQ server is not installed');
  const mailServer = await startMailServer();
  const processes = await startShopProcesses({
    folder,
    postgresUrl: postgres.url,
    rabbitmqUrl: broker?.url,
    smtpUrl: mailServer.url,
    // Every delivery is logged.
    logLevel: 'debug',
    environment: { ...withoutRateLimits, ...shortTimes, PAYMENT_CAPTURE: captures[driver] },
  });
  const bus = await createBus(processes.bus, silentLog);
  await declareAll(bus);
  return {
    ...processes,
    ...{ mailServer, postgres, broker, bus },
    async kill(name) {
      await until(`${name} to run`, async () => processes.kill(name), {
        deadlineMs: restartDeadlineMs,
      });
    },
    async close() {
      await bus.close();
      await processes.stop();
      await mailServer.close();
      await broker?.stop();
      await postgres.stop();
    },
  };
}

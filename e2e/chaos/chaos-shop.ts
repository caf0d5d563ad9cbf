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

/** Starts the whole shop as separate processes, on a database server and a bus that can be killed. */
export async function startChaosShop(
  folder: string,
  driver: 'postgres' | 'rabbitmq',
): Promise<ChaosShop> {
  const stops: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
    stops.push(postgres.stop);
    const broker =
      driver === 'rabbitmq' ? await createKillableRabbitmq(join(folder, 'rabbitmq')) : undefined;
    if (driver === 'rabbitmq' && !broker) throw new Error('RabbitMQ server is not installed');
    if (broker) stops.push(broker.stop);
    const mailServer = await startMailServer();
    stops.push(mailServer.close);
    const processes = await startShopProcesses({
      folder,
      postgresUrl: postgres.url,
      rabbitmqUrl: broker?.url,
      smtpUrl: mailServer.url,
      // Every delivery is logged.
      logLevel: 'debug',
      environment: { ...withoutRateLimits, ...shortTimes, PAYMENT_CAPTURE: captures[driver] },
    });
    stops.push(processes.stop);
    const bus = await createBus(processes.bus, silentLog);
    stops.push(() => bus.close());
    await declareAll(bus);
    return {
      ...processes,
      ...{ mailServer, postgres, broker, bus, close },
      async kill(name) {
        await until(`${name} to run`, async () => processes.kill(name), {
          deadlineMs: restartDeadlineMs,
        });
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

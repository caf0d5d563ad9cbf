import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import type { KillableRabbitmq } from '@shop/messaging/testing';
import {
  type ShopProcesses,
  type SupervisedPostgres,
  startShopProcesses,
} from '@shop/scripts/testing';
import { until } from '@shop/service/until';
import { withoutRateLimits } from '@shop/testing/shop';
import type { CountingMailServer } from './mail-server.ts';
import { shortTimes, startInOrder, startServers } from './servers.ts';

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
/** When payments are captured: with their order, or with their parcels. */
const captures = { rabbitmq: 'payment', postgres: 'shipping' } as const;

/** Starts the whole shop as separate processes, on a database server and a bus that can be killed. */
export const startChaosShop = (
  folder: string,
  driver: 'postgres' | 'rabbitmq',
): Promise<ChaosShop> =>
  startInOrder(async (onStop) => {
    const { postgres, broker, mailServer } = await startServers(folder, driver, onStop);
    const processes = await startShopProcesses({
      folder,
      postgresUrl: postgres.url,
      rabbitmqUrl: broker?.url,
      smtpUrl: mailServer.url,
      // Every delivery is logged.
      logLevel: 'debug',
      environment: { ...withoutRateLimits, ...shortTimes, PAYMENT_CAPTURE: captures[driver] },
    });
    onStop(processes.stop);
    const bus = await createBus(processes.bus, silentLog);
    onStop(() => bus.close());
    await declareAll(bus);
    return {
      ...processes,
      ...{ mailServer, postgres, broker, bus },
      async kill(name: string) {
        await until(`${name} to run`, async () => processes.kill(name), {
          deadlineMs: restartDeadlineMs,
        });
      },
    };
  });

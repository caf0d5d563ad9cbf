import { createBus, type EventBus, silentLog } from '@shop/messaging';
import type { BusAddress } from '@shop/service/env';
import { databaseVariable } from '../postgres/databases.ts';
import { readOptions } from '../start/options.ts';
import { readRunning } from '../start/running.ts';

/** The bus and the databases that a command works on. */
export type Targets = {
  readonly bus: BusAddress;
  /** Returns the URL of a service's database. Throws when it is not configured. */
  databaseUrl(service: string): string;
};

/** Finds the bus and the databases in the environment, otherwise in the shop that runs on DATA_DIR. */
export async function findTargets(env: NodeJS.ProcessEnv): Promise<Targets> {
  const options = readOptions([], env);
  const { dataDir } = options;
  const running = await readRunning(dataDir);
  const urls = { ...running?.databaseUrls, ...options.databaseUrls };
  const bus = options.bus ?? running?.bus;
  if (!bus) {
    throw new Error(
      `No bus is configured. Set RABBITMQ_URL or BUS_DATABASE_URL, or run npm start: no shop runs on ${dataDir}.`,
    );
  }
  return {
    bus,
    databaseUrl(service) {
      const url = urls[service];
      if (!url)
        throw new Error(
          `The database of ${service} is not configured. Set ${databaseVariable(service)}.`,
        );
      return url;
    },
  };
}

/** Opens the bus while `work` runs. Throws when it does not answer or was never declared. */
export async function withBus<T>(
  { bus: address }: Pick<Targets, 'bus'>,
  work: (bus: EventBus) => Promise<T>,
): Promise<T> {
  const bus = await createBus(address, silentLog);
  try {
    await bus.ping().catch((cause: Error) => {
      const { host } = new URL(address.url);
      throw new Error(`The bus at ${host} cannot be used: ${reasonOf(cause)}.`, { cause });
    });
    return await work(bus);
  } finally {
    await bus.close();
  }
}

/** Returns the reason of an error. An AggregateError, such as a refused connection, has no message of its own. */
const reasonOf = (error: Error): string =>
  error.message || (error as { code?: string }).code || error.name;

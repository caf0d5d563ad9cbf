import { createBus, type EventBus, silentLog } from '@shop/messaging';
import { databaseVariable } from '../postgres/databases.ts';
import { readOptions } from '../start/options.ts';
import { readRunning } from '../start/running.ts';

/** The bus and the databases that a command works on. */
export type Targets = {
  readonly rabbitmqUrl: string | undefined;
  readonly busDatabaseUrl: string | undefined;
  /** Returns the URL of a service's database. Throws when it is not configured. */
  databaseUrl(service: string): string;
};

/** Finds the bus and the databases in the environment, otherwise in the shop that runs on DATA_DIR. */
export async function findTargets(env: NodeJS.ProcessEnv): Promise<Targets> {
  const options = readOptions([], env);
  const { dataDir } = options;
  const running = await readRunning(dataDir);
  const urls = { ...running?.databaseUrls, ...options.databaseUrls };
  const named = Boolean(options.rabbitmqUrl ?? options.databaseUrls['bus']);
  const rabbitmqUrl = named ? options.rabbitmqUrl : running?.rabbitmqUrl;
  if (!rabbitmqUrl && !urls['bus']) {
    throw new Error(
      `No bus is configured. Set RABBITMQ_URL or BUS_DATABASE_URL, or run npm start: no shop runs on ${dataDir}.`,
    );
  }
  return {
    rabbitmqUrl,
    busDatabaseUrl: urls['bus'],
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
  { rabbitmqUrl, busDatabaseUrl }: Targets,
  work: (bus: EventBus) => Promise<T>,
): Promise<T> {
  const bus = await createBus({ rabbitmqUrl, busDatabaseUrl, log: silentLog });
  try {
    await bus.ping().catch((cause: Error) => {
      const { host } = new URL(rabbitmqUrl ?? busDatabaseUrl ?? '');
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

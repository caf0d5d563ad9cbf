import { createBus, type EventBus, silentLog } from '@shop/messaging';
import { databaseVariable } from '../postgres/databases.ts';
import { readOptions } from '../start/options.ts';
import { readRunning } from '../start/running.ts';

export type Places = {
  readonly rabbitmqUrl: string | undefined;
  readonly busDatabaseUrl: string | undefined;
  /** URL of a service's database. Throws when nobody has said where it is. */
  databaseUrl(service: string): string;
};

/** Where bus and databases are: the environment says, otherwise the shop that runs on DATA_DIR. */
export async function findPlaces(env: NodeJS.ProcessEnv): Promise<Places> {
  const options = readOptions([], env);
  const { dataDir } = options;
  const running = await readRunning(dataDir);
  const urls = { ...running?.databaseUrls, ...options.databaseUrls };
  const named = Boolean(options.rabbitmqUrl ?? options.databaseUrls['bus']);
  const rabbitmqUrl = named ? options.rabbitmqUrl : running?.rabbitmqUrl;
  if (!rabbitmqUrl && !urls['bus']) {
    throw new Error(
      `Where is the bus? Set RABBITMQ_URL or BUS_DATABASE_URL, or run npm start: no shop runs on ${dataDir}.`,
    );
  }
  return {
    rabbitmqUrl,
    busDatabaseUrl: urls['bus'],
    databaseUrl(service) {
      const url = urls[service];
      if (!url)
        throw new Error(`Where is the database of ${service}? Set ${databaseVariable(service)}.`);
      return url;
    },
  };
}

/** Opens the bus for one piece of work. Throws when it does not answer, or no shop has ever used it. */
export async function withBus<T>(
  { rabbitmqUrl, busDatabaseUrl }: Places,
  work: (bus: EventBus) => Promise<T>,
): Promise<T> {
  const bus = await createBus({ rabbitmqUrl, busDatabaseUrl, log: silentLog });
  try {
    await bus.ping().catch((cause: Error) => {
      const { host } = new URL(rabbitmqUrl ?? busDatabaseUrl ?? '');
      throw new Error(`The bus at ${host} cannot be used: ${reasonOf(cause)}`, { cause });
    });
    return await work(bus);
  } finally {
    await bus.close();
  }
}

/** An AggregateError, as a refused connection is one, has no message of its own. */
const reasonOf = (error: Error): string =>
  error.message || (error as { code?: string }).code || error.name;

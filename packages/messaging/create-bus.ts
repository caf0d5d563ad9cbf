import type { EventBus } from './bus.ts';
import type { Log } from './log.ts';
import { createPostgresBus } from './postgres/postgres-bus.ts';
import { createRabbitBus } from './rabbitmq/rabbit-bus.ts';

export type BusOptions = {
  readonly rabbitmqUrl?: string | undefined;
  readonly busDatabaseUrl?: string | undefined;
  readonly log: Log;
};

/** Connects to RabbitMQ when its URL is given, otherwise to the bus database. */
export async function createBus({
  rabbitmqUrl,
  busDatabaseUrl,
  log,
}: BusOptions): Promise<EventBus> {
  if (rabbitmqUrl) return createRabbitBus({ url: rabbitmqUrl, log });
  if (busDatabaseUrl) return createPostgresBus({ url: busDatabaseUrl, log });
  throw new Error('Neither a RabbitMQ URL nor a bus database URL is given.');
}

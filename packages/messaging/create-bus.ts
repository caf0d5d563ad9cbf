import type { BusAddress } from '@shop/service';
import type { EventBus } from './bus.ts';
import type { Log } from './log.ts';
import { createPostgresBus } from './postgres/postgres-bus.ts';
import { createRabbitBus } from './rabbitmq/rabbit-bus.ts';

const drivers: Readonly<
  Record<BusAddress['driver'], (url: string, log: Log) => EventBus | Promise<EventBus>>
> = {
  postgres: (url, log) => createPostgresBus({ url, log }),
  rabbitmq: (url, log) => createRabbitBus({ url, log }),
};

/** Connects to the event bus. */
export const createBus = async ({ driver, url }: BusAddress, log: Log): Promise<EventBus> =>
  drivers[driver](url, log);

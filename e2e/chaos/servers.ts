import { join } from 'node:path';
import { createKillableRabbitmq } from '@shop/messaging/testing';
import { startSupervisedPostgres } from '@shop/scripts/testing';
import { startMailServer } from './mail-server.ts';

type OnStop = (stop: () => Promise<void>) => void;

/** Unpaid orders expire and late payments arrive during a run. */
export const shortTimes = { PAYMENT_WINDOW_MINUTES: '1', TEST_PROVIDER_DELAY_MS: '500' };

/**
 * Returns what `start` has started, with `close`, which stops it in reverse order. When `start` throws, what it has started
 * by then is stopped.
 */
export async function startInOrder<T extends object>(
  start: (onStop: OnStop) => Promise<T>,
): Promise<T & { close(): Promise<void> }> {
  const stops: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    return { ...(await start((stop) => void stops.push(stop))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the servers of a shop in `folder`: PostgreSQL, RabbitMQ if it is the bus, and one for mail. */
export async function startServers(
  folder: string,
  driver: 'postgres' | 'rabbitmq',
  onStop: OnStop,
) {
  const postgres = await startSupervisedPostgres(join(folder, 'postgres'), () => {});
  onStop(postgres.stop);
  const broker =
    driver === 'rabbitmq' ? await createKillableRabbitmq(join(folder, 'rabbitmq')) : undefined;
  if (driver === 'rabbitmq' && !broker) throw new Error('RabbitMQ server is not installed');
  if (broker) onStop(broker.stop);
  const mailServer = await startMailServer();
  onStop(mailServer.close);
  return { postgres, broker, mailServer };
}

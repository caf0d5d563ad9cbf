import amqp, { type Channel } from 'amqplib';
import { silentLog } from '../log.ts';
import { deadLetterQueue, retryQueue } from '../rabbitmq/names.ts';
import { createRabbitBus, type RabbitBusOptions } from '../rabbitmq/rabbit-bus.ts';
import { type ConnectOptions, type Driver, retryDelaysMs } from './bus-fixture.ts';

type RabbitOptions = Partial<Pick<RabbitBusOptions, 'exchange' | 'log' | 'redeclareMs'>>;

export type RabbitDriver = Driver & {
  /** For changes to the broker that a bus never makes. */
  readonly channel: Channel;
  connect(options?: ConnectOptions & RabbitOptions): ReturnType<Driver['connect']>;
};

/** Opens a broker for the contract suite. */
export async function createRabbitDriver(url: string): Promise<RabbitDriver> {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  const usedDelaysMs = new Set(retryDelaysMs);
  return {
    url,
    channel,
    env: { CRASHING_CONSUMER_RABBITMQ_URL: url },
    connect(options) {
      for (const delayMs of options?.retryDelaysMs ?? []) usedDelaysMs.add(delayMs);
      const defaults = { url, log: silentLog, retryDelaysMs, exchange: 'test.events' };
      return createRabbitBus({ ...defaults, ...options });
    },
    async putGarbage(queue) {
      channel.sendToQueue(queue, Buffer.from('rubbish'));
    },
    async takeEventName(queue) {
      const message = await channel.get(queue, { noAck: true });
      return message ? message.properties.headers?.['x-event'] : undefined;
    },
    async remove(queues) {
      for (const queue of queues) {
        const retries = [...usedDelaysMs].map((delayMs) => retryQueue(queue, delayMs));
        for (const name of [queue, deadLetterQueue(queue), ...retries]) {
          await channel.deleteQueue(name);
        }
      }
    },
    close: () => connection.close(),
  };
}

import amqp from 'amqplib';
import { describe, it } from 'vitest';
import { describeBusContract } from '../contract/contract.ts';
import { retryDelaysMs } from '../contract/stage.ts';
import { silentLog } from '../log.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import { createRabbitBus } from './rabbit-bus.ts';
import { brokerUrl } from './testing.ts';

const url = await brokerUrl();

if (url === undefined) {
  describe('EventBus on RabbitMQ', () => {
    it.skip('no broker answers at RABBITMQ_URL or localhost:5672');
  });
} else {
  describeBusContract('RabbitMQ', async () => {
    const connection = await amqp.connect(url);
    const channel = await connection.createChannel();
    return {
      url,
      env: { VICTIM_RABBITMQ_URL: url },
      connect: (at = url) =>
        createRabbitBus({ url: at, log: silentLog, retryDelaysMs, exchange: 'test.events' }),
      async putGarbage(queue) {
        channel.sendToQueue(queue, Buffer.from('rubbish'));
      },
      async remove(queues) {
        for (const queue of queues) {
          const names = [
            queue,
            deadLetterQueue(queue),
            ...retryDelaysMs.map((ms) => retryQueue(queue, ms)),
          ];
          for (const name of names) await channel.deleteQueue(name);
        }
      },
      close: () => connection.close(),
    };
  });
}

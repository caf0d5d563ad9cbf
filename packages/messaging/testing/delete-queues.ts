import { queues } from '@shop/schema';
import amqp from 'amqplib';
import { deadLetterQueue, retryQueue } from '../rabbitmq/names.ts';
import { defaultRetryDelaysMs } from '../retry.ts';

/** Deletes the queues of the shop, with their dead letters and retries. */
export async function deleteQueues(url: string): Promise<void> {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  for (const queue of Object.keys(queues)) {
    const retries = defaultRetryDelaysMs.map((delayMs) => retryQueue(queue, delayMs));
    for (const name of [queue, deadLetterQueue(queue), ...retries]) await channel.deleteQueue(name);
  }
  await connection.close();
}

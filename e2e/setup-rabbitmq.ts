import { queues } from '@shop/schema';
import amqp from 'amqplib';
import type { TestProject } from 'vitest/node';
import { startShop } from './setup.ts';

const url = process.env['RABBITMQ_URL'] || 'amqp://guest:guest@127.0.0.1:5672';

/** vitest's hook: the shop on RabbitMQ. Its queues are emptied of what an earlier run left. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  for (const queue of Object.keys(queues)) {
    for (const suffix of [
      '',
      '.dlq',
      '.retry.1000',
      '.retry.10000',
      '.retry.60000',
      '.retry.600000',
    ]) {
      await channel.deleteQueue(`${queue}${suffix}`);
    }
  }
  await connection.close();
  return startShop(project, url);
}

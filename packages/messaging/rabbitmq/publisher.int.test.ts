import { randomUUID } from 'node:crypto';
import { newId } from '@shop/domain';
import amqp from 'amqplib';
import { expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { brokerUrl } from '../testing/rabbit.ts';
import { connectRabbit } from './connection.ts';
import { createPublisher } from './publisher.ts';

const url = await brokerUrl();
const timeoutMs = 30_000;

it.skipIf(!url)(
  'a message that is published while a copy of it finds no queue is not taken for that copy',
  async () => {
    const connection = await connectRabbit(url ?? '', silentLog, timeoutMs);
    const administrator = await amqp.connect(url ?? '');
    const channel = await administrator.createChannel();
    const queue = `publisher.${randomUUID()}`;
    await channel.assertQueue(queue, { exclusive: true });
    const { publish } = createPublisher(connection, timeoutMs);
    const copies = Array.from({ length: 200 }, async () => {
      const properties = { messageId: newId(), mandatory: true };
      return Promise.all([
        publish('', queue, '{}', properties),
        publish('', `${queue}.missing`, '{}', properties),
      ]);
    });
    expect(new Set((await Promise.all(copies)).map(String))).toEqual(
      new Set(['routed,unroutable']),
    );
    await administrator.close();
    await connection.close();
  },
);

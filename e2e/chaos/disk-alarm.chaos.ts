import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@shop/domain';
import { isUnavailable, silentLog } from '@shop/messaging';
import { until } from '@shop/service/until';
import { expect, it } from 'vitest';
import { createRabbitBus } from '../../packages/messaging/rabbitmq/rabbit-bus.ts';
import { brokerIsInstalled, createMortalBroker } from './broker.ts';

const type = 'disk.filled.v1';
const newMessage = () => ({ id: newId(), type, key: 'k', body: '{}' });

it.runIf(brokerIsInstalled())(
  'a RabbitMQ without room refuses what it cannot keep, and hands out what it has',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-alarm-'));
    const broker = await createMortalBroker(folder);
    if (!broker) throw new Error('no RabbitMQ server is installed');
    const bus = await createRabbitBus({
      url: broker.url,
      log: silentLog,
      timeoutMs: 2_000,
    });
    try {
      await bus.declare({ alarm: [type] });
      const [before, during, after] = [newMessage(), newMessage(), newMessage()];
      await bus.publish(before);
      const received: string[] = [];
      await broker.fill(async () => {
        const refused = await bus.publish(during).catch((error: unknown) => error);
        expect(isUnavailable(refused)).toBe(true);
        await bus.subscribe('alarm', async ({ id }) => void received.push(id));
        await until('what was there before', async () => received.includes(before.id), {
          deadlineMs: 10_000,
        });
      });
      // What was refused is published again, as the relay does; the consumer knows it by its id.
      await until(
        'the broker to take messages again',
        () =>
          bus.publish(during).then(
            () => true,
            () => false,
          ),
        { deadlineMs: 10_000 },
      );
      await bus.publish(after);
      await until('what came after', async () => received.includes(after.id), {
        deadlineMs: 10_000,
      });
      expect(new Set(received)).toEqual(new Set([before.id, during.id, after.id]));
    } finally {
      await bus.close();
      await broker.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    }
  },
);

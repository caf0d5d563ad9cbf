import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@shop/domain';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { isUnavailable } from '../errors.ts';
import { silentLog } from '../log.ts';
import { createKillableRabbitmq, rabbitmqIsInstalled } from '../testing/killable-rabbitmq.ts';
import { createRabbitBus } from './rabbit-bus.ts';

const type = 'disk.filled.v1';
const newMessage = () => ({ id: newId(), type, key: 'k', body: '{}' });

it.runIf(rabbitmqIsInstalled())(
  'a RabbitMQ whose disk is full delivers messages and accepts none, until there is space again',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shop-alarm-'));
    const broker = await createKillableRabbitmq(folder);
    if (!broker) throw new Error('RabbitMQ server is not installed');
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
      await broker.fillDisk(async () => {
        const refused = await bus.publish(during).catch((error: unknown) => error);
        expect(isUnavailable(refused)).toBe(true);
        await bus.subscribe('alarm', async ({ id }) => void received.push(id));
        await until('the message from before', async () => received.includes(before.id));
      });
      // The refused message is published again, as the relay does; the consumer recognises its id.
      await until('the broker to accept messages again', () =>
        bus.publish(during).then(
          () => true,
          () => false,
        ),
      );
      await bus.publish(after);
      await until('the message from after', async () => received.includes(after.id));
      expect(new Set(received)).toEqual(new Set([before.id, during.id, after.id]));
    } finally {
      await bus.close();
      await broker.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    }
  },
);

import { until } from '@shop/service/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { setStage } from '../contract/contract.ts';
import { message } from '../contract/stage.ts';
import { createTcpProxy } from '../contract/tcp-proxy.ts';
import { PermanentError, UnavailableError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { deadLetterQueue, retryQueue } from './names.ts';
import { createRabbitBus } from './rabbit-bus.ts';
import type { RabbitDriver } from './test-driver.ts';

/** What can only go wrong with a broker: queues deleted and channels closed behind our back. */
export function describeRabbit(open: () => Promise<RabbitDriver>): void {
  describe('RabbitMQ', () => {
    let driver: RabbitDriver;
    const stage = setStage(() => open());
    beforeAll(() => {
      driver = stage.driver as RabbitDriver;
    });
    const dead = async (count: number) => (await stage.bus.depth(stage.queue)).dead === count;

    it('refuses a message whose queues are gone, and declares them again', async () => {
      await driver.channel.deleteQueue(stage.queue);
      await driver.channel.deleteQueue(stage.other);
      const sent = message(stage.type);
      await expect(stage.bus.publish(sent)).rejects.toThrow(UnavailableError);
      await stage.bus.publish(sent);
      expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
      expect(await stage.bus.depth(stage.other)).toEqual({ pending: 1, dead: 0 });
    });

    it('consumes again when its queue was deleted', async () => {
      const got: string[] = [];
      await stage.bus.subscribe(stage.queue, async ({ id }) => void got.push(id));
      await driver.channel.deleteQueue(stage.queue);
      await until('the queue to be back', async () => {
        await stage.bus.publish(message(stage.type)).catch(() => undefined);
        return got.length > 0;
      });
    });

    it('loses no message when the queue it would be moved to is gone', async () => {
      for (const name of [deadLetterQueue(stage.queue), retryQueue(stage.queue, 50)]) {
        await driver.channel.deleteQueue(name);
      }
      await stage.bus.subscribe(stage.queue, async ({ body }) => {
        throw body === 'permanent' ? new PermanentError('never') : new Error('always');
      });
      await stage.bus.publish(message(stage.type, 'a', 'permanent'));
      await stage.bus.publish(message(stage.type, 'b', 'passing'));
      await until('both dead', () => dead(2));
    });

    it('keeps a dead letter whose own queue is gone', async () => {
      const subscription = await stage.bus.subscribe(stage.queue, async () => {
        throw new PermanentError('never');
      });
      await stage.bus.publish(message(stage.type));
      await until('one dead', () => dead(1));
      await subscription.stop();
      await driver.channel.deleteQueue(stage.queue);
      const letters = stage.bus.deadLetters(stage.queue);
      await expect(letters.redrive()).rejects.toThrow(UnavailableError);
      expect(await letters.list()).toHaveLength(1);
    });

    it('does not publish late what it has refused while the broker was away', async () => {
      const proxy = await createTcpProxy(driver.url);
      const distant = await stage.connect(proxy.url);
      await distant.publish(message(stage.type));
      await proxy.cut();
      await expect(distant.publish(message(stage.type))).rejects.toThrow(UnavailableError);
      await expect(distant.publish(message(stage.type))).rejects.toThrow(UnavailableError);
      await proxy.restore();
      const last = message(stage.type);
      await until('the broker to be back', () =>
        distant.publish(last).then(
          () => true,
          () => false,
        ),
      );
      const got: Delivery[] = [];
      await stage.bus.subscribe(stage.queue, async (one) => void got.push(one));
      await until('the last', () => got.some(({ id }) => id === last.id));
      expect(got).toHaveLength(2);
      await distant.close();
      await proxy.cut();
    });

    it('can be created before its broker answers', async () => {
      const proxy = await createTcpProxy(driver.url);
      await proxy.cut();
      const early = await createRabbitBus({ url: proxy.url, log: silentLog, timeoutMs: 300 });
      await expect(early.publish(message(stage.type))).rejects.toThrow(UnavailableError);
      const declared = early.declare({});
      await proxy.restore();
      await declared;
      await early.close();
      await proxy.cut();
    });

    it('keeps shops apart that share a broker but not a prefix', async () => {
      const prefix = `${stage.queue}.`;
      const { url } = driver;
      const exchange = `${prefix}events`;
      const apart = await createRabbitBus({
        url,
        log: silentLog,
        prefix,
        exchange,
        retryDelaysMs: [],
      });
      await apart.declare({ [stage.queue]: [stage.type] });
      await apart.publish(message(stage.type));
      expect(await apart.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
      expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 0, dead: 0 });
      await apart.close();
      await stage.driver.remove([`${prefix}${stage.queue}`]);
      await driver.channel.deleteExchange(exchange);
    });
  });
}

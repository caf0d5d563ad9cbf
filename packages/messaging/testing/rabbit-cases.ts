import { createTcpProxy, until } from '@shop/testing';
import type { Channel } from 'amqplib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { PermanentError, UnavailableError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { connectRabbit } from '../rabbitmq/connection.ts';
import { deadLetterQueue, retryQueue } from '../rabbitmq/names.ts';
import { createPublisher } from '../rabbitmq/publisher.ts';
import { createRabbitBus } from '../rabbitmq/rabbit-bus.ts';
import { subscribeTo } from '../rabbitmq/subscription.ts';
import { setStage } from './contract.ts';
import type { RabbitDriver } from './rabbit-driver.ts';
import { message, retryDelaysMs } from './stage.ts';

/** What can only go wrong with a broker: queues deleted and channels closed behind our back. */
export function describeRabbit(open: () => Promise<RabbitDriver>): void {
  describe('RabbitMQ', () => {
    let driver: RabbitDriver;
    const stage = setStage(() => open());
    beforeAll(() => {
      driver = stage.driver as RabbitDriver;
    });
    const dead = async (count: number) => (await stage.bus.depth(stage.queue)).dead === count;

    /** A bus that declares again sooner than after a minute, and what it warns of. */
    async function openHasty(url: string, redeclareMs: number, exchange = 'test.events') {
      const warnings: string[] = [];
      const bus = await createRabbitBus({
        url,
        log: { ...silentLog, warn: (_, text) => void warnings.push(text) },
        retryDelaysMs,
        exchange,
        redeclareMs,
      });
      await bus.declare({ [stage.queue]: [stage.type], [stage.other]: [stage.type] });
      return { bus, warnings };
    }
    const isThere = (queue: string) => () =>
      stage.bus.depth(queue).then(
        () => true,
        () => false,
      );

    it('declares missing queues now and then, though a listener takes every message', async () => {
      let connected = false;
      stage.bus.listen([stage.type], {
        handle: () => undefined,
        onConnected: () => {
          connected = true;
        },
      });
      await until('it to hear', () => connected);
      const { bus } = await openHasty(driver.url, 100);
      await driver.remove([stage.queue, stage.other]);
      await bus.publish(message(stage.type));
      await until('the first', isThere(stage.queue));
      await until('the second', isThere(stage.other));
      await bus.close();
    });

    it('declares missing queues when it has a connection again', async () => {
      const proxy = await createTcpProxy(driver.url);
      const { bus } = await openHasty(proxy.url, 600_000);
      await proxy.cut();
      await driver.channel.deleteQueue(stage.other);
      await proxy.restore();
      await until('the queue to be back', isThere(stage.other));
      await bus.close();
      await proxy.cut();
    });

    it('moves what failed as soon as its queues can be declared again', async () => {
      const { bus, warnings } = await openHasty(driver.url, 600_000);
      await bus.subscribe(stage.queue, async () => {
        throw new Error('always');
      });
      const foreign = deadLetterQueue(stage.queue);
      await driver.channel.deleteQueue(retryQueue(stage.queue, 50));
      await driver.channel.deleteQueue(foreign);
      // Of another sort, so that it cannot be declared.
      await driver.channel.assertQueue(foreign);
      await bus.publish(message(stage.type));
      await until('a warning', () => warnings.includes('queues not declared'));
      await driver.channel.deleteQueue(foreign);
      await until('the queues to be back', isThere(stage.queue));
      await until('one dead', () => dead(1));
      await bus.close();
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

    it('consumes again when the broker has closed its channel', async () => {
      const connection = await connectRabbit(driver.url, silentLog, 1_000);
      const channels: Channel[] = [];
      const createChannel = connection.createChannel.bind(connection);
      connection.createChannel = async () => {
        const channel = await createChannel();
        channels.push(channel);
        return channel;
      };
      const got: string[] = [];
      const { stop } = await subscribeTo({
        connection,
        publisher: createPublisher(connection, 1_000),
        declare: async () => undefined,
        log: silentLog,
        queue: stage.queue,
        handle: async ({ id }) => {
          // PRECONDITION_FAILED, as after an expired consumer_timeout.
          if (got.length === 0) channels[0]?.ack({ fields: { deliveryTag: 4_711 } } as never);
          got.push(id);
        },
        concurrency: 1,
        retryDelaysMs,
        maxReturns: 20,
      });
      const sent = [message(stage.type), message(stage.type)];
      for (const one of sent) await stage.bus.publish(one);
      await until('both', () => sent.every(({ id }) => got.includes(id)));
      await until('the queue to be empty', async () => {
        return (await stage.bus.depth(stage.queue)).pending === 0;
      });
      expect(channels).toHaveLength(2);
      await stop();
      await connection.close();
    });

    it('publishes again after the broker has closed its channel', async () => {
      const exchange = stage.queue;
      const { bus } = await openHasty(driver.url, 600_000, exchange);
      await driver.channel.deleteExchange(exchange);
      await expect(bus.publish(message(stage.type))).rejects.toThrow(UnavailableError);
      await bus.declare({ [stage.queue]: [stage.type] });
      await bus.publish(message(stage.type));
      expect(await bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
      await bus.close();
      await driver.channel.deleteExchange(exchange);
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

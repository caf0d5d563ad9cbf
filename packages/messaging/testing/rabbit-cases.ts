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
import { message, publishUntilAccepted, retryDelaysMs, useBusFixture } from './bus-fixture.ts';
import { createOpeningBroker } from './opening-broker.ts';
import type { RabbitDriver } from './rabbit-driver.ts';

/** The behaviour of the RabbitMQ driver only: queues that an administrator deletes, channels that the broker closes. */
export function describeRabbit(open: () => Promise<RabbitDriver>): void {
  describe('RabbitMQ', () => {
    let driver: RabbitDriver;
    const fixture = useBusFixture(open);
    beforeAll(() => {
      driver = fixture.driver;
    });
    const dead = async (count: number) => (await fixture.bus.depth(fixture.queue)).dead === count;

    /** Opens a bus that declares its queues every `redeclareMs`, and collects its warnings. */
    async function openBus(url: string, redeclareMs: number, exchange = 'test.events') {
      const warnings: string[] = [];
      const bus = await createRabbitBus({
        url,
        log: { ...silentLog, warn: (_, text) => void warnings.push(text) },
        retryDelaysMs,
        exchange,
        redeclareMs,
      });
      await bus.declare({ [fixture.queue]: [fixture.type], [fixture.other]: [fixture.type] });
      return { bus, warnings };
    }
    const exists = (queue: string) => () =>
      fixture.bus.depth(queue).then(
        () => true,
        () => false,
      );

    it('deleted queues are declared again periodically although a broadcast subscriber takes every message', async () => {
      let connected = false;
      fixture.bus.subscribeBroadcast([fixture.type], {
        handle: () => undefined,
        onConnected: () => {
          connected = true;
        },
      });
      await until('the subscription', () => connected);
      const { bus } = await openBus(driver.url, 100);
      await driver.remove([fixture.queue, fixture.other]);
      await bus.publish(message(fixture.type));
      await until('the first queue', exists(fixture.queue));
      await until('the second queue', exists(fixture.other));
      await bus.close();
    });

    it('deleted queues are declared again after a reconnection', async () => {
      const proxy = await createTcpProxy(driver.url);
      const { bus } = await openBus(proxy.url, 600_000);
      await proxy.cut();
      await driver.channel.deleteQueue(fixture.other);
      await proxy.restore();
      await until('the new queue', exists(fixture.other));
      await bus.close();
      await proxy.cut();
    });

    it('a failed message is moved as soon as its queues can be declared again', async () => {
      const { bus, warnings } = await openBus(driver.url, 600_000);
      await bus.subscribe(fixture.queue, async () => {
        throw new Error('always');
      });
      const foreign = deadLetterQueue(fixture.queue);
      await driver.channel.deleteQueue(retryQueue(fixture.queue, 50));
      await driver.channel.deleteQueue(foreign);
      // Of another type, so that it cannot be declared.
      await driver.channel.assertQueue(foreign);
      await bus.publish(message(fixture.type));
      await until('a warning', () => warnings.includes('queues not declared'));
      await driver.channel.deleteQueue(foreign);
      await until('the new queues', exists(fixture.queue));
      await until('one dead letter', () => dead(1));
      await bus.close();
    });

    it('a subscription consumes again after its queue was deleted', async () => {
      const got: string[] = [];
      await fixture.bus.subscribe(fixture.queue, async ({ id }) => void got.push(id));
      await driver.channel.deleteQueue(fixture.queue);
      await until('the new queue', async () => {
        await fixture.bus.publish(message(fixture.type)).catch(() => undefined);
        return got.length > 0;
      });
    });

    it('a subscription consumes again after the broker closed its channel', async () => {
      const connection = await connectRabbit(driver.url, silentLog, 10_000);
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
        publisher: createPublisher(connection, 10_000),
        declare: async () => undefined,
        log: silentLog,
        queue: fixture.queue,
        handle: async ({ id }) => {
          // PRECONDITION_FAILED, as after an expired consumer_timeout.
          if (got.length === 0) channels[0]?.ack({ fields: { deliveryTag: 4_711 } } as never);
          got.push(id);
        },
        concurrency: 1,
        retryDelaysMs,
        maxReturns: 20,
      });
      const sent = [message(fixture.type), message(fixture.type)];
      for (const one of sent) await fixture.bus.publish(one);
      await until('both messages', () => sent.every(({ id }) => got.includes(id)));
      await until('the queue to be empty', async () => {
        return (await fixture.bus.depth(fixture.queue)).pending === 0;
      });
      expect(channels).toHaveLength(2);
      await stop();
      await connection.close();
    });

    it('a bus publishes again after the broker closed its channel', async () => {
      const exchange = fixture.queue;
      const { bus } = await openBus(driver.url, 600_000, exchange);
      await driver.channel.deleteExchange(exchange);
      await expect(bus.publish(message(fixture.type))).rejects.toThrow(UnavailableError);
      await bus.declare({ [fixture.queue]: [fixture.type] });
      await bus.publish(message(fixture.type));
      expect(await bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
      await bus.close();
      await driver.channel.deleteExchange(exchange);
    });

    it('a failed message is not lost when its retry queue or dead-letter queue was deleted', async () => {
      for (const name of [deadLetterQueue(fixture.queue), retryQueue(fixture.queue, 50)]) {
        await driver.channel.deleteQueue(name);
      }
      await fixture.bus.subscribe(fixture.queue, async ({ body }) => {
        throw body === 'permanent' ? new PermanentError('never') : new Error('always');
      });
      await fixture.bus.publish(message(fixture.type, 'a', 'permanent'));
      await fixture.bus.publish(message(fixture.type, 'b', 'passing'));
      await until('two dead letters', () => dead(2));
    });

    it('a dead letter is not lost by a redrive to a deleted queue', async () => {
      const subscription = await fixture.bus.subscribe(fixture.queue, async () => {
        throw new PermanentError('never');
      });
      await fixture.bus.publish(message(fixture.type));
      await until('one dead letter', () => dead(1));
      await subscription.stop();
      await driver.channel.deleteQueue(fixture.queue);
      const deadLetters = fixture.bus.deadLetters(fixture.queue);
      await expect(deadLetters.redrive()).rejects.toThrow(UnavailableError);
      expect(await deadLetters.list()).toHaveLength(1);
    });

    it('a message that was refused while the broker was unavailable is not published later', async () => {
      const proxy = await createTcpProxy(driver.url);
      const distant = await fixture.connect({ url: proxy.url, timeoutMs: 1_000 });
      const [first, refused, last] = [
        message(fixture.type),
        message(fixture.type),
        message(fixture.type),
      ];
      await publishUntilAccepted(distant, first);
      await proxy.cut();
      await expect(distant.publish(refused)).rejects.toThrow(UnavailableError);
      await expect(distant.publish(refused)).rejects.toThrow(UnavailableError);
      await proxy.restore();
      await publishUntilAccepted(distant, last);
      const got: Delivery[] = [];
      await fixture.bus.subscribe(fixture.queue, async (one) => void got.push(one));
      await until('the last message', () => got.some(({ id }) => id === last.id));
      expect(new Set(got.map(({ id }) => id))).toEqual(new Set([first.id, last.id]));
      await distant.close();
      await proxy.cut();
    });

    it('a bus can be created before its broker answers', async () => {
      const proxy = await createTcpProxy(driver.url);
      await proxy.cut();
      const early = await createRabbitBus({ url: proxy.url, log: silentLog, timeoutMs: 300 });
      await expect(early.publish(message(fixture.type))).rejects.toThrow(UnavailableError);
      const declared = early.declare({});
      await proxy.restore();
      await declared;
      await early.close();
      await proxy.cut();
    });

    it('a close while the connection opens survives a broker that ends it', async () => {
      const broker = await createOpeningBroker(driver.url);
      const connection = await connectRabbit(broker.url, silentLog, 10_000);
      await broker.opening;
      await connection.close();
      // An uncaught error here fails the run.
      await broker.endAtOpen();
    });

    it('buses with different prefixes share a broker without receiving messages of each other', async () => {
      const prefix = `${fixture.queue}.`;
      const { url } = driver;
      const exchange = `${prefix}events`;
      const apart = await createRabbitBus({
        url,
        log: silentLog,
        prefix,
        exchange,
        retryDelaysMs: [],
      });
      await apart.declare({ [fixture.queue]: [fixture.type] });
      await apart.publish(message(fixture.type));
      expect(await apart.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
      expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 0, dead: 0 });
      await apart.close();
      await fixture.driver.remove([`${prefix}${fixture.queue}`]);
      await driver.channel.deleteExchange(exchange);
    });
  });
}

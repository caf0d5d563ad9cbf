import { createTcpProxy, until } from '@shop/testing';
import type { Channel } from 'amqplib';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { connectRabbit } from '../rabbitmq/connection.ts';
import { createPublisher } from '../rabbitmq/publisher.ts';
import { createRabbitBus } from '../rabbitmq/rabbit-bus.ts';
import { subscribeTo } from '../rabbitmq/subscription.ts';
import { type BusFixture, message, publishUntilAccepted, retryDelaysMs } from './bus-fixture.ts';
import { createOpeningBroker } from './opening-broker.ts';
import type { RabbitDriver } from './rabbit-driver.ts';

/** Channels that the broker closes, connections that break, brokers that several shops share. */
export function rabbitConnectionCases(fixture: BusFixture<RabbitDriver>): void {
  it('a subscription consumes again after the broker closed its channel', async () => {
    const connection = await connectRabbit(fixture.driver.url, silentLog, 10_000);
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
    const bus = await fixture.connect({ exchange, redeclareMs: 600_000 });
    await fixture.driver.channel.deleteExchange(exchange);
    await expect(bus.publish(message(fixture.type))).rejects.toThrow(UnavailableError);
    await bus.declare({ [fixture.queue]: [fixture.type] });
    await bus.publish(message(fixture.type));
    expect(await bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
    await bus.close();
    await fixture.driver.channel.deleteExchange(exchange);
  });

  it('a message that was refused while the broker was unavailable is not published later', async () => {
    const proxy = await createTcpProxy(fixture.driver.url);
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
    const proxy = await createTcpProxy(fixture.driver.url);
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
    const broker = await createOpeningBroker(fixture.driver.url);
    const connection = await connectRabbit(broker.url, silentLog, 10_000);
    await broker.opening;
    await connection.close();
    // An uncaught error here fails the run.
    await broker.endAtOpen();
  });

  it('buses with different prefixes share a broker without receiving messages of each other', async () => {
    const prefix = `${fixture.queue}.`;
    const { url } = fixture.driver;
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
    await fixture.driver.channel.deleteExchange(exchange);
  });
}

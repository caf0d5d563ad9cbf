import { createTcpProxy, until } from '@shop/testing';
import { expect, it } from 'vitest';
import { PermanentError, UnavailableError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { deadLetterQueue, retryQueue } from '../rabbitmq/names.ts';
import { type BusFixture, message } from './bus-fixture.ts';
import type { RabbitDriver } from './rabbit-driver.ts';

/** Queues that an administrator deletes. */
export function rabbitQueueCases(fixture: BusFixture<RabbitDriver>): void {
  const dead = async (count: number) => (await fixture.bus.depth(fixture.queue)).dead === count;
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
    const bus = await fixture.connect({ redeclareMs: 100 });
    await fixture.driver.remove([fixture.queue, fixture.other]);
    await bus.publish(message(fixture.type));
    await until('the first queue', exists(fixture.queue));
    await until('the second queue', exists(fixture.other));
    await bus.close();
  });

  it('deleted queues are declared again after a reconnection', async () => {
    const proxy = await createTcpProxy(fixture.driver.url);
    const bus = await fixture.connect({ url: proxy.url, redeclareMs: 600_000 });
    await proxy.cut();
    await fixture.driver.channel.deleteQueue(fixture.other);
    await proxy.restore();
    await until('the new queue', exists(fixture.other));
    await bus.close();
    await proxy.cut();
  });

  it('a failed message is moved as soon as its queues can be declared again', async () => {
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (_: object, text: string) => void warnings.push(text) };
    const bus = await fixture.connect({ log, redeclareMs: 600_000 });
    await bus.subscribe(fixture.queue, async () => {
      throw new Error('always');
    });
    const foreign = deadLetterQueue(fixture.queue);
    await fixture.driver.channel.deleteQueue(retryQueue(fixture.queue, 50));
    await fixture.driver.channel.deleteQueue(foreign);
    // Of another type, so that it cannot be declared.
    await fixture.driver.channel.assertQueue(foreign);
    await bus.publish(message(fixture.type));
    await until('a warning', () => warnings.includes('queues not declared'));
    await fixture.driver.channel.deleteQueue(foreign);
    await until('the new queues', exists(fixture.queue));
    await until('one dead letter', () => dead(1));
    await bus.close();
  });

  it('a subscription consumes again after its queue was deleted', async () => {
    const got: string[] = [];
    await fixture.bus.subscribe(fixture.queue, async ({ id }) => void got.push(id));
    await fixture.driver.channel.deleteQueue(fixture.queue);
    await until('the new queue', async () => {
      await fixture.bus.publish(message(fixture.type)).catch(() => undefined);
      return got.length > 0;
    });
  });

  it('a failed message is not lost when its retry queue or dead-letter queue was deleted', async () => {
    for (const name of [deadLetterQueue(fixture.queue), retryQueue(fixture.queue, 50)]) {
      await fixture.driver.channel.deleteQueue(name);
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
    await fixture.driver.channel.deleteQueue(fixture.queue);
    const deadLetters = fixture.bus.deadLetters(fixture.queue);
    await expect(deadLetters.redrive()).rejects.toThrow(UnavailableError);
    expect(await deadLetters.list()).toHaveLength(1);
  });
}

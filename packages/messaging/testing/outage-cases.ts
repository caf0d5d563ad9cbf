import { setTimeout as sleep } from 'node:timers/promises';
import { createTcpProxy, type TcpProxy, until } from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventBus } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { message, type Stage } from './stage.ts';

/** The server of the bus goes away and comes back, seen through a proxy that is cut. */
export function outageCases(stage: Stage): void {
  let proxy: TcpProxy;
  let distant: EventBus;

  const idle = async () => (await stage.bus.depth(stage.queue)).pending === 0;

  beforeEach(async () => {
    proxy = await createTcpProxy(stage.driver.url);
    distant = await stage.connect(proxy.url);
  });
  afterEach(async () => {
    await distant.close();
    await proxy.cut();
  });

  it('refuses a message it cannot make durable, and takes it once the server is back', async () => {
    await distant.publish(message(stage.type));
    await proxy.cut();
    const sent = message(stage.type);
    await expect(distant.publish(sent)).rejects.toThrow(UnavailableError);
    await proxy.restore();
    await until('the server to be back', () =>
      distant.publish(sent).then(
        () => true,
        () => false,
      ),
    );
    const got = new Set<string>();
    await stage.bus.subscribe(stage.queue, async ({ id }) => void got.add(id));
    await until('both', () => got.size === 2);
  });

  it('refuses a message when nothing answers any more, rather than wait for ever', async () => {
    await distant.publish(message(stage.type));
    proxy.stall();
    await expect(distant.publish(message(stage.type))).rejects.toThrow(UnavailableError);
  });

  it('goes on consuming once the server is back', async () => {
    const got: string[] = [];
    await distant.subscribe(stage.queue, async ({ id }) => void got.push(id));
    const [first, second] = [message(stage.type), message(stage.type)];
    await stage.bus.publish(first);
    await until('the first', () => got.includes(first.id));
    await proxy.cut();
    await stage.bus.publish(second);
    await proxy.restore();
    await until('the second', () => got.includes(second.id));
    await until('the queue to be empty', idle);
  });

  it('loses nothing that is being handled when the server goes away', async () => {
    const finished: string[] = [];
    let started = 0;
    await distant.subscribe(stage.queue, async ({ id }) => {
      started++;
      await sleep(150);
      finished.push(id);
    });
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    await until('it to be handled', () => started === 1);
    await proxy.cut();
    await until('its end', () => finished.length >= 1);
    await proxy.restore();
    await until('the queue to be empty', idle);
    expect(new Set(finished)).toEqual(new Set([sent.id]));
    expect((await stage.bus.depth(stage.queue)).dead).toBe(0);
  });
}

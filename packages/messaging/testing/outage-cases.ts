import { createTcpProxy, type TcpProxy, until } from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventBus } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { type BusFixture, createGate, message, publishUntilAccepted } from './bus-fixture.ts';

/** The server of the bus becomes unavailable and returns, behind a proxy that is cut. */
export function outageCases(fixture: BusFixture): void {
  let proxy: TcpProxy;

  const isEmpty = async () => (await fixture.bus.depth(fixture.queue)).pending === 0;

  beforeEach(async () => {
    proxy = await createTcpProxy(fixture.driver.url);
  });
  afterEach(() => proxy.cut());

  /** Connects through the proxy. */
  const connect = (timeoutMs?: number): Promise<EventBus> =>
    fixture.connect({ url: proxy.url, ...(timeoutMs !== undefined && { timeoutMs }) });

  it('a message that cannot be stored is refused, and accepted once the server is back', async () => {
    const distant = await connect(1_000);
    await publishUntilAccepted(distant, message(fixture.type));
    await proxy.cut();
    const sent = message(fixture.type);
    await expect(distant.publish(sent)).rejects.toThrow(UnavailableError);
    await proxy.restore();
    await publishUntilAccepted(distant, sent);
    const got = new Set<string>();
    await fixture.bus.subscribe(fixture.queue, async ({ id }) => void got.add(id));
    await until('both messages', () => got.size === 2);
    await distant.close();
  });

  it('a publish to a server that stopped responding is refused after the timeout', async () => {
    const distant = await connect(1_000);
    await publishUntilAccepted(distant, message(fixture.type));
    proxy.stall();
    await expect(distant.publish(message(fixture.type))).rejects.toThrow(UnavailableError);
    await distant.close();
  });

  it('a subscription goes on consuming once the server is back', async () => {
    const distant = await connect();
    const got: string[] = [];
    await distant.subscribe(fixture.queue, async ({ id }) => void got.push(id));
    const [first, second] = [message(fixture.type), message(fixture.type)];
    await fixture.bus.publish(first);
    await until('the first message', () => got.includes(first.id));
    await proxy.cut();
    await fixture.bus.publish(second);
    await proxy.restore();
    await until('the second message', () => got.includes(second.id));
    await until('the queue to be empty', isEmpty);
    await distant.close();
  });

  it('a message that is being handled when the server fails is not lost', async () => {
    const distant = await connect();
    const finished: string[] = [];
    let started = 0;
    const cut = createGate();
    await distant.subscribe(fixture.queue, async ({ id }) => {
      started++;
      await cut.opened;
      finished.push(id);
    });
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    await until('the handler to start', () => started === 1);
    await proxy.cut();
    cut.open();
    await until('the handler to finish', () => finished.length >= 1);
    await proxy.restore();
    await until('the queue to be empty', isEmpty);
    expect(new Set(finished)).toEqual(new Set([sent.id]));
    expect((await fixture.bus.depth(fixture.queue)).dead).toBe(0);
    await distant.close();
  });
}

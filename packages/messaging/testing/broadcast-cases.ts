import { createTcpProxy, type TcpProxy, until } from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventBus, Message, Subscription } from '../bus.ts';
import { type BusFixture, message, publishUntilAccepted } from './bus-fixture.ts';

type Received = {
  readonly messages: Message[];
  connections: number;
  readonly subscription: Subscription;
};

/** Broadcast: each subscriber receives its own copy while it is connected. */
export function broadcastCases(fixture: BusFixture): void {
  let proxy: TcpProxy;

  beforeEach(async () => {
    proxy = await createTcpProxy(fixture.driver.url);
  });
  afterEach(() => proxy.cut());

  /** Subscribes and waits until the subscription receives. */
  async function subscribe(
    bus: EventBus,
    types: readonly string[] = [fixture.type],
    also: (message: Message) => void = () => undefined,
  ): Promise<Received> {
    const received = { messages: [] as Message[], connections: 0 };
    const subscription = bus.subscribeBroadcast(types, {
      handle(one) {
        received.messages.push(one);
        also(one);
      },
      onConnected: () => void received.connections++,
    });
    await until('the subscription', () => received.connections > 0);
    return Object.assign(received, { subscription });
  }

  it('each broadcast subscriber receives its own copy in order, besides the queues', async () => {
    const [here, there] = [await subscribe(fixture.bus), await subscribe(await fixture.connect())];
    const sent = Array.from({ length: 20 }, (_, n) => message(fixture.type, 'k', `{"n":${n}}`));
    for (const one of sent) await fixture.bus.publish(one);
    await until(
      'all messages at both',
      () => here.messages.length >= 20 && there.messages.length >= 20,
    );
    expect(here.messages).toEqual(sent);
    expect(there.messages).toEqual(sent);
    expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 20, dead: 0 });
  });

  it('a broadcast subscriber receives its types and no others', async () => {
    const other = `${fixture.type}0`;
    const both = await subscribe(fixture.bus, [fixture.type, other]);
    const one = await subscribe(fixture.bus, [other]);
    await fixture.bus.publish(message(fixture.type));
    const last = message(other);
    await fixture.bus.publish(last);
    await until('the last message', () => one.messages.length > 0 && both.messages.length > 1);
    expect(one.messages).toEqual([last]);
  });

  it('a type without a queue is published whether or not a broadcast subscriber receives it', async () => {
    const type = `${fixture.type}only`;
    await fixture.bus.publish(message(type));
    const received = await subscribe(await fixture.connect(), [type]);
    const sent = message(type, 'k', JSON.stringify({ long: 'x'.repeat(20_000) }));
    await fixture.bus.publish(sent);
    await until('the message', () => received.messages.length > 0);
    await received.subscription.stop();
    await fixture.bus.publish(message(type));
    expect(received.messages).toEqual([sent]);
  });

  it('a broadcast subscriber is told when it may have missed messages and receives the later ones', async () => {
    const distant = await fixture.connect({ url: proxy.url });
    const received = await subscribe(distant);
    await proxy.cut();
    const missed = message(fixture.type);
    // A broker may refuse it while it deletes the subscriber's queue; a relay publishes again.
    await publishUntilAccepted(fixture.bus, missed);
    expect(received.connections).toBe(1);
    await proxy.restore();
    await until('the subscription after the cut', () => received.connections === 2);
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    await until('the later message', () => received.messages.some(({ id }) => id === sent.id));
    await distant.close();
  });

  it('a broadcast subscription waits for a server that is unavailable at first', async () => {
    await proxy.cut();
    let connections = 0;
    const late = await fixture.driver.connect({ url: proxy.url });
    late.subscribeBroadcast([fixture.type], {
      handle: () => undefined,
      onConnected: () => void connections++,
    });
    await proxy.restore();
    await until('the subscription', () => connections === 1);
    await late.close();
  });

  it('a broadcast subscriber receives nothing after its stop or the close of its bus', async () => {
    const bus = await fixture.connect();
    const [stopped, closed, running] = [
      await subscribe(bus),
      await subscribe(bus),
      await subscribe(fixture.bus),
    ];
    await stopped.subscription.stop();
    await fixture.bus.publish(message(fixture.type));
    await until(
      'the first message',
      () => closed.messages.length === 1 && running.messages.length === 1,
    );
    await bus.close();
    await fixture.bus.publish(message(fixture.type));
    await until('the second message', () => running.messages.length === 2);
    expect([stopped.messages.length, closed.messages.length]).toEqual([0, 1]);
  });

  it('a broadcast subscription goes on after its handler throws', async () => {
    const received = await subscribe(fixture.bus, [fixture.type], ({ body }) => {
      if (body === 'bad') throw new Error('broken');
    });
    await fixture.bus.publish(message(fixture.type, 'k', 'bad'));
    await fixture.bus.publish(message(fixture.type, 'k', 'good'));
    await until('the next message', () => received.messages.length === 2);
    expect(received.connections).toBe(1);
  });
}

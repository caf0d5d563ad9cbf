import { createTcpProxy, type TcpProxy, until } from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventBus, Message, Subscription } from '../bus.ts';
import { message, type Stage } from './stage.ts';

type Heard = { readonly got: Message[]; connections: number; readonly subscription: Subscription };

/** Listeners: a copy each, while connected. */
export function broadcastCases(stage: Stage): void {
  let proxy: TcpProxy;
  let distant: EventBus;

  beforeEach(async () => {
    proxy = await createTcpProxy(stage.driver.url);
    distant = await stage.connect(proxy.url);
  });
  afterEach(async () => {
    await distant.close();
    await proxy.cut();
  });

  /** A listener that hears already. */
  async function listen(
    bus: EventBus,
    types: readonly string[] = [stage.type],
    also: (message: Message) => void = () => undefined,
  ): Promise<Heard> {
    const heard = { got: [] as Message[], connections: 0 };
    const subscription = bus.listen(types, {
      handle(one) {
        heard.got.push(one);
        also(one);
      },
      onConnected: () => void heard.connections++,
    });
    await until('it to hear', () => heard.connections > 0);
    return Object.assign(heard, { subscription });
  }

  it('gives each listener its own copy, in order, and leaves the queues theirs', async () => {
    const [here, there] = [await listen(stage.bus), await listen(await stage.connect())];
    const sent = Array.from({ length: 20 }, (_, n) => message(stage.type, 'k', `{"n":${n}}`));
    for (const one of sent) await stage.bus.publish(one);
    await until('all', () => here.got.length >= 20 && there.got.length >= 20);
    expect(here.got).toEqual(sent);
    expect(there.got).toEqual(sent);
    expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 20, dead: 0 });
  });

  it('hears the types it has asked for and no others', async () => {
    const other = `${stage.type}0`;
    const both = await listen(stage.bus, [stage.type, other]);
    const one = await listen(stage.bus, [other]);
    await stage.bus.publish(message(stage.type));
    const last = message(other);
    await stage.bus.publish(last);
    await until('the last', () => one.got.length > 0 && both.got.length > 1);
    expect(one.got).toEqual([last]);
  });

  it('may be the only one to hear a type, which is published with or without it', async () => {
    const type = `${stage.type}only`;
    await stage.bus.publish(message(type));
    const heard = await listen(await stage.connect(), [type]);
    const sent = message(type, 'k', JSON.stringify({ long: 'x'.repeat(20_000) }));
    await stage.bus.publish(sent);
    await until('it', () => heard.got.length > 0);
    await heard.subscription.stop();
    await stage.bus.publish(message(type));
    expect(heard.got).toEqual([sent]);
  });

  it('says when messages may have been missed, and hears the later ones', async () => {
    const heard = await listen(distant);
    await proxy.cut();
    const missed = message(stage.type);
    // A broker may refuse it while the listener's queue is going away; outboxes publish again.
    await until('it to be taken', () =>
      stage.bus.publish(missed).then(
        () => true,
        () => false,
      ),
    );
    expect(heard.connections).toBe(1);
    await proxy.restore();
    await until('it to hear again', () => heard.connections === 2);
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    await until('the later one', () => heard.got.some(({ id }) => id === sent.id));
  });

  it('waits for a server that is away when it begins', async () => {
    await proxy.cut();
    let connections = 0;
    const late = await stage.driver.connect(proxy.url);
    late.listen([stage.type], { handle: () => undefined, onConnected: () => void connections++ });
    await proxy.restore();
    await until('it to hear', () => connections === 1);
    await late.close();
  });

  it('hears nothing more once it is stopped, or its bus is closed', async () => {
    const bus = await stage.connect();
    const [stopped, closed, still] = [
      await listen(bus),
      await listen(bus),
      await listen(stage.bus),
    ];
    await stopped.subscription.stop();
    await stage.bus.publish(message(stage.type));
    await until('the first', () => closed.got.length === 1 && still.got.length === 1);
    await bus.close();
    await stage.bus.publish(message(stage.type));
    await until('the second', () => still.got.length === 2);
    expect([stopped.got.length, closed.got.length]).toEqual([0, 1]);
  });

  it('goes on after a handler that throws', async () => {
    const heard = await listen(stage.bus, [stage.type], ({ body }) => {
      if (body === 'bad') throw new Error('broken');
    });
    await stage.bus.publish(message(stage.type, 'k', 'bad'));
    await stage.bus.publish(message(stage.type, 'k', 'good'));
    await until('the next', () => heard.got.length === 2);
    expect(heard.connections).toBe(1);
  });
}

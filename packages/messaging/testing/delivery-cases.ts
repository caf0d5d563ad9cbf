import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { type BusFixture, createGate, message, messages } from './bus-fixture.ts';

/** Fan-out, durability, order, competing consumers. */
export function deliveryCases(fixture: BusFixture): void {
  it('a message reaches every queue bound to its type and no other', async () => {
    const first: Delivery[] = [];
    const second: Delivery[] = [];
    await fixture.bus.subscribe(fixture.queue, async (one) => void first.push(one));
    await fixture.bus.subscribe(fixture.other, async (one) => void second.push(one));
    const sent = message(fixture.type, 'k', '{"n":1}');
    await fixture.bus.publish(sent);
    await until('both deliveries', () => first.length === 1 && second.length === 1);
    expect(first[0]).toEqual({ ...sent, attempt: 1 });
    expect(second[0]).toEqual({ ...sent, attempt: 1 });
  });

  it('a message carries the simple name of its event as a header', async () => {
    await fixture.bus.publish(message(fixture.type));
    const name = fixture.type.replace(/\.v1$/, '').replace('.', '_').toUpperCase();
    expect(await fixture.driver.takeEventName(fixture.queue)).toBe(name);
  });

  it('messages wait for a consumer that is not running', async () => {
    const sent = [message(fixture.type), message(fixture.type), message(fixture.type)];
    for (const one of sent) await fixture.bus.publish(one);
    await fixture.bus.close();
    const got: string[] = [];
    const later = await fixture.connect();
    await later.subscribe(fixture.queue, async ({ id }) => void got.push(id));
    await until('all three messages', () => got.length === 3);
    expect(got.sort()).toEqual(sent.map(({ id }) => id).sort());
  });

  it('messages with one key are handled in order', async () => {
    const got: Record<string, number[]> = { a: [], b: [], c: [] };
    for (let n = 0; n < 30; n++) {
      for (const key of ['a', 'b', 'c'])
        await fixture.bus.publish(message(fixture.type, key, String(n)));
    }
    await fixture.bus.subscribe(
      fixture.queue,
      async ({ key, body }) => {
        await sleep(Math.random() * 3);
        got[key]?.push(Number(body));
      },
      { concurrency: 6 },
    );
    await until('all messages', () => Object.values(got).flat().length === 90);
    for (const seen of Object.values(got)) expect(seen).toEqual([...seen].sort((x, y) => x - y));
  });

  it('a message without queue or subscriber is accepted', async () => {
    await expect(fixture.bus.publish(message('without.subscriber.v1'))).resolves.toBeUndefined();
  });

  it('a closed bus refuses to publish', async () => {
    await fixture.bus.close();
    await expect(fixture.bus.publish(message(fixture.type))).rejects.toThrow(UnavailableError);
  });

  it('competing consumers share the messages, each handled once', async () => {
    const got: string[][] = [[], []];
    const instances = [fixture.bus, await fixture.connect()];
    for (const [index, one] of instances.entries()) {
      await one.subscribe(
        fixture.queue,
        async ({ id }) => {
          await sleep(2);
          got[index]?.push(id);
        },
        { concurrency: 2 },
      );
    }
    await Promise.all(Array.from({ length: 60 }, () => fixture.bus.publish(message(fixture.type))));
    await until('all messages', () => got.flat().length >= 60);
    await until(
      'the queue to be empty',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );
    expect(new Set(got.flat()).size).toBe(60);
    expect(got.flat()).toHaveLength(60);
  });

  it('a subscription handles at most `concurrency` messages at once and one of each key', async () => {
    let now = 0;
    let most = 0;
    const busy = new Set<string>();
    let overlaps = 0;
    let done = 0;
    const threeAtOnce = createGate();
    await fixture.bus.subscribe(
      fixture.queue,
      async ({ key }) => {
        most = Math.max(most, ++now);
        if (most === 3) threeAtOnce.open();
        if (busy.has(key)) overlaps++;
        busy.add(key);
        // A driver may handle the first message alone.
        if (done > 0) await threeAtOnce.opened;
        await sleep(4);
        busy.delete(key);
        now--;
        done++;
      },
      { concurrency: 3 },
    );
    await Promise.all(
      Array.from({ length: 45 }, (_, n) => fixture.bus.publish(message(fixture.type, `k${n % 5}`))),
    );
    await until('all messages', () => done === 45);
    expect(most).toBe(3);
    expect(overlaps).toBe(0);
  });

  it('a stop finishes messages in flight and takes no new ones', async () => {
    let finished = 0;
    let started = 0;
    const stopping = createGate();
    for (const one of messages(8, fixture.type)) await fixture.bus.publish(one);
    const subscription = await fixture.bus.subscribe(
      fixture.queue,
      async () => {
        // A driver may handle the first message alone.
        if (started++ > 0) await stopping.opened;
        finished++;
      },
      { concurrency: 2 },
    );
    await until('two messages in flight', () => started - finished === 2);
    const stopped = subscription.stop();
    stopping.open();
    await stopped;
    expect(finished).toBe(started);
    const rest: string[] = [];
    await (await fixture.connect()).subscribe(fixture.queue, async ({ id }) => void rest.push(id));
    await until('the remaining messages', () => rest.length === 8 - finished);
  });

  it('a message that is being handled counts as pending', async () => {
    const finish = createGate();
    let started = false;
    await fixture.bus.subscribe(fixture.queue, async () => {
      started = true;
      await finish.opened;
    });
    await fixture.bus.publish(message(fixture.type));
    await until('the handler to start', () => started);
    expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
    finish.open();
    await until(
      'the handler to finish',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );
  });

  it('a message is delivered once however slow its handler is', async () => {
    const got: string[] = [];
    for (const one of [fixture.bus, await fixture.connect()]) {
      await one.subscribe(fixture.queue, async ({ id }) => {
        got.push(id);
        await sleep(1_000);
      });
    }
    await fixture.bus.publish(message(fixture.type));
    await until(
      'the handler to finish',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );
    expect(got).toHaveLength(1);
  });

  it('a stop returns a message that does not finish in time at once, without counting the attempt', async () => {
    let started = false;
    const end = createGate();
    const subscription = await fixture.bus.subscribe(fixture.queue, async () => {
      started = true;
      await end.opened;
    });
    await fixture.bus.publish(message(fixture.type));
    await until('the handler to start', () => started);
    await subscription.stop(20);
    const got: Delivery[] = [];
    await (await fixture.connect()).subscribe(fixture.queue, async (one) => void got.push(one));
    // Its handler is still running, and no lease expires so soon: only the stop can have returned it.
    await until('the second delivery', () => got.length === 1);
    expect(got[0]?.attempt).toBe(1);
    end.open();
  });

  it('many processes may declare the same queues at once, and again', async () => {
    const buses = await Promise.all(Array.from({ length: 5 }, () => fixture.connect()));
    await Promise.all(buses.map((one) => one.declare({ [fixture.queue]: [fixture.type] })));
    await fixture.bus.publish(message(fixture.type));
    expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
  });
}

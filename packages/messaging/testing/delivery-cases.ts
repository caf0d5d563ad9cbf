import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { message, type Stage } from './stage.ts';

/** Fan-out, durability, order, sharing of work. */
export function deliveryCases(stage: Stage): void {
  it('hands a message to every queue bound to its type, and to no other', async () => {
    const first: Delivery[] = [];
    const second: Delivery[] = [];
    await stage.bus.subscribe(stage.queue, async (one) => void first.push(one));
    await stage.bus.subscribe(stage.other, async (one) => void second.push(one));
    const sent = message(stage.type, 'k', '{"n":1}');
    await stage.bus.publish(sent);
    await until('both', () => first.length === 1 && second.length === 1);
    expect(first[0]).toEqual({ ...sent, attempt: 1 });
    expect(second[0]).toEqual({ ...sent, attempt: 1 });
  });

  it('keeps messages while their consumer is away', async () => {
    const sent = [message(stage.type), message(stage.type), message(stage.type)];
    for (const one of sent) await stage.bus.publish(one);
    await stage.bus.close();
    const got: string[] = [];
    const later = await stage.connect();
    await later.subscribe(stage.queue, async ({ id }) => void got.push(id));
    await until('all three', () => got.length === 3);
    expect(got.sort()).toEqual(sent.map(({ id }) => id).sort());
  });

  it('keeps the order of messages with one key', async () => {
    const got: Record<string, number[]> = { a: [], b: [], c: [] };
    for (let n = 0; n < 30; n++) {
      for (const key of ['a', 'b', 'c'])
        await stage.bus.publish(message(stage.type, key, String(n)));
    }
    await stage.bus.subscribe(
      stage.queue,
      async ({ key, body }) => {
        await sleep(Math.random() * 3);
        got[key]?.push(Number(body));
      },
      { concurrency: 6 },
    );
    await until('all of them', () => Object.values(got).flat().length === 90);
    for (const seen of Object.values(got)) expect(seen).toEqual([...seen].sort((x, y) => x - y));
  });

  it('takes a message that nobody hears', async () => {
    await expect(stage.bus.publish(message('nobody.hears.v1'))).resolves.toBeUndefined();
  });

  it('refuses to publish once it is closed', async () => {
    await stage.bus.close();
    await expect(stage.bus.publish(message(stage.type))).rejects.toThrow(UnavailableError);
  });

  it('shares the work of competing instances, each message once', async () => {
    const got: string[][] = [[], []];
    const instances = [stage.bus, await stage.connect()];
    for (const [index, one] of instances.entries()) {
      await one.subscribe(
        stage.queue,
        async ({ id }) => {
          await sleep(2);
          got[index]?.push(id);
        },
        { concurrency: 2 },
      );
    }
    await Promise.all(Array.from({ length: 60 }, () => stage.bus.publish(message(stage.type))));
    await until('all of them', () => got.flat().length >= 60);
    await until(
      'the queue to be empty',
      async () => (await stage.bus.depth(stage.queue)).pending === 0,
    );
    expect(new Set(got.flat()).size).toBe(60);
    expect(got.flat()).toHaveLength(60);
  });

  it('handles no more than `concurrency` at once, and one key alone', async () => {
    let now = 0;
    let most = 0;
    const busy = new Map<string, number>();
    let overlaps = 0;
    let done = 0;
    await stage.bus.subscribe(
      stage.queue,
      async ({ key }) => {
        most = Math.max(most, ++now);
        if (busy.get(key)) overlaps++;
        busy.set(key, 1);
        await sleep(4);
        busy.delete(key);
        now--;
        done++;
      },
      { concurrency: 3 },
    );
    await Promise.all(
      Array.from({ length: 45 }, (_, n) => stage.bus.publish(message(stage.type, `k${n % 5}`))),
    );
    await until('all of them', () => done === 45);
    expect(most).toBe(3);
    expect(overlaps).toBe(0);
  });

  it('stops gracefully: what is in flight is finished, nothing new is taken', async () => {
    let finished = 0;
    let started = 0;
    const subscription = await stage.bus.subscribe(
      stage.queue,
      async () => {
        started++;
        await sleep(100);
        finished++;
      },
      { concurrency: 2 },
    );
    for (let n = 0; n < 8; n++) await stage.bus.publish(message(stage.type));
    await until('two at work', () => started - finished === 2);
    await subscription.stop();
    expect(finished).toBe(started);
    const rest: string[] = [];
    await (await stage.connect()).subscribe(stage.queue, async ({ id }) => void rest.push(id));
    await until('the rest', () => rest.length === 8 - finished);
  });

  it('counts as pending what is being handled', async () => {
    let finish = () => {};
    let started = false;
    await stage.bus.subscribe(stage.queue, async () => {
      started = true;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await stage.bus.publish(message(stage.type));
    await until('it to be handled', () => started);
    expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
    finish();
    await until('its end', async () => (await stage.bus.depth(stage.queue)).pending === 0);
  });

  it('hands a message out once however slow its handler is', async () => {
    const got: string[] = [];
    for (const one of [stage.bus, await stage.connect()]) {
      await one.subscribe(stage.queue, async ({ id }) => {
        got.push(id);
        await sleep(1_000);
      });
    }
    await stage.bus.publish(message(stage.type));
    await until('its end', async () => (await stage.bus.depth(stage.queue)).pending === 0);
    expect(got).toHaveLength(1);
  });

  it('returns at once what does not finish within the grace of a stop, uncounted', async () => {
    let started = false;
    const subscription = await stage.bus.subscribe(stage.queue, async () => {
      started = true;
      await sleep(3_000);
    });
    await stage.bus.publish(message(stage.type));
    await until('it to be handled', () => started);
    await subscription.stop(20);
    const got: Delivery[] = [];
    await (await stage.connect()).subscribe(stage.queue, async (one) => void got.push(one));
    await until('its return', () => got.length === 1, { deadlineMs: 500 });
    expect(got[0]?.attempt).toBe(1);
  });

  it('can be declared by many processes at once, and again', async () => {
    const buses = await Promise.all(Array.from({ length: 5 }, () => stage.connect()));
    await Promise.all(buses.map((one) => one.declare({ [stage.queue]: [stage.type] })));
    await stage.bus.publish(message(stage.type));
    expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
  });
}

import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { PermanentError } from '../errors.ts';
import { type BusFixture, createGate, message, messages } from './bus-fixture.ts';

const bodies = (deliveries: readonly Delivery[]) => deliveries.map(({ body }) => body);

/** Messages that are handled together. */
export function batchCases(fixture: BusFixture): void {
  const untilEmpty = () =>
    until(
      'the queue to be empty',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );

  /** Subscribes with a first batch that waits for the gate, so that what is published meanwhile waits together. */
  async function subscribe(
    batch: (deliveries: readonly Delivery[]) => Promise<void>,
    alone: (delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    await fixture.bus.subscribe(fixture.queue, alone, { batch });
    // A driver may handle the first messages alone.
    for (const one of messages(3, fixture.type)) await fixture.bus.publish(one);
    await untilEmpty();
  }

  it('messages that wait together are handled in one batch, in the order of each key, and none by itself', async () => {
    const batches: string[][] = [];
    const alone: string[] = [];
    const all = Array.from({ length: 40 }, (_, n) => String(n));
    await subscribe(
      async (deliveries) => void batches.push(bodies(deliveries)),
      async ({ body }) => void alone.push(body),
    );
    await Promise.all(
      all.map((body) => fixture.bus.publish(message(fixture.type, `k${Number(body) % 4}`, body))),
    );
    await untilEmpty();
    const handled = [...batches.flat(), ...alone].filter((body) => body !== '{}');
    expect(handled.toSorted()).toEqual(all.toSorted());
    expect(batches.length).toBeLessThan(20);
    for (const batch of [batches.flat().filter((body) => body !== '{}')]) {
      for (const key of [0, 1, 2, 3]) {
        const ofKey = batch.map(Number).filter((n) => n % 4 === key);
        expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
      }
    }
  });

  it('when a batch fails, each of its messages is handled by itself, and only the bad one is dead-lettered', async () => {
    const done: string[] = [];
    const attempts: number[] = [];
    await subscribe(
      async (deliveries) => {
        if (bodies(deliveries).includes('bad')) throw new Error('one of them is bad');
        done.push(...bodies(deliveries));
      },
      async ({ body, attempt }) => {
        attempts.push(attempt);
        if (body === 'bad') throw new PermanentError('never');
        done.push(body);
      },
    );
    const sent = ['a', 'bad', 'b', 'c', 'd'];
    await Promise.all(sent.map((body) => fixture.bus.publish(message(fixture.type, 'k', body))));
    await untilEmpty();
    expect(done.filter((body) => body !== '{}').toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(attempts)).toEqual(new Set([1]));
    const dead = await fixture.bus.deadLetters(fixture.queue).list();
    expect(dead.map(({ body }) => body)).toEqual(['bad']);
  });

  it('a message on a retry is handled by itself', async () => {
    const seen: string[] = [];
    await subscribe(
      async (deliveries) => {
        if (bodies(deliveries).includes('slow')) throw new Error('not yet');
      },
      async ({ body, attempt }) => {
        if (body !== 'slow') return;
        seen.push(`alone ${attempt}`);
        if (attempt < 3) throw new Error('not yet');
      },
    );
    await Promise.all([
      fixture.bus.publish(message(fixture.type, 'k', 'slow')),
      ...messages(5, fixture.type).map((one) => fixture.bus.publish(one)),
    ]);
    await until('the third attempt', () => seen.length === 3);
    await untilEmpty();
    expect(seen).toEqual(['alone 1', 'alone 2', 'alone 3']);
    expect((await fixture.bus.depth(fixture.queue)).dead).toBe(0);
  });

  it('a stop finishes the batch in flight and returns the messages behind it without an attempt', async () => {
    const finish = createGate();
    const begun: Delivery[] = [];
    let finished = 0;
    const work = async (deliveries: readonly Delivery[]) => {
      begun.push(...deliveries);
      await finish.opened;
      finished += deliveries.length;
    };
    const subscription = await fixture.bus.subscribe(fixture.queue, (one) => work([one]), {
      batch: work,
    });
    const sent = messages(20, fixture.type);
    for (const one of sent) await fixture.bus.publish(one);
    await until('messages in flight', () => begun.length > 0);
    const stopped = subscription.stop();
    finish.open();
    await stopped;
    expect(finished).toBe(begun.length);
    const rest: Delivery[] = [];
    await (await fixture.connect()).subscribe(fixture.queue, async (one) => void rest.push(one));
    await until('the remaining messages', () => rest.length >= 20 - finished);
    await untilEmpty();
    expect(new Set([...begun, ...rest].map(({ id }) => id)).size).toBe(20);
    expect(rest).toHaveLength(20 - finished);
    expect(new Set(rest.map(({ attempt }) => attempt))).toEqual(
      new Set(rest.length > 0 ? [1] : []),
    );
  });

  it('a key that waits behind many others keeps its order across batches and single messages', async () => {
    const seen: number[] = [];
    let fail = 0;
    await subscribe(
      async (deliveries) => {
        // Every second batch fails, so that its messages are handled by themselves.
        if (fail++ % 2 === 0) throw new Error('every second batch');
        seen.push(...deliveries.filter(({ key }) => key === 'k').map(({ body }) => Number(body)));
      },
      async ({ key, body }) => {
        if (key === 'k') seen.push(Number(body));
      },
    );
    const flow = Array.from({ length: 60 }, async (_, n) => {
      await Promise.all(messages(2, fixture.type).map((one) => fixture.bus.publish(one)));
      return n;
    });
    for (let n = 0; n < 60; n++) {
      await fixture.bus.publish(message(fixture.type, 'k', String(n)));
    }
    await Promise.all(flow);
    await until('all messages of the key', () => seen.length === 60);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
}

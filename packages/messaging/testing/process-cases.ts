import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery, Message } from '../bus.ts';
import { type BusFixture, message, messages } from './bus-fixture.ts';
import { type CrashingConsumer, startCrashingConsumer } from './start-crashing-consumer.ts';

/** A process takes seconds to start on a busy machine, and these tests start up to four. */
const timeout = 600_000;

const untilHeld = ({ handled }: CrashingConsumer, { id }: Message) =>
  until('the consumer to hold the message', () => handled.includes(id));

const hasEnded = ({ process: { exitCode, signalCode } }: CrashingConsumer) =>
  exitCode !== null || signalCode !== null;

/** Consumers that crash: real processes, kill -9. */
export function processCases(fixture: BusFixture): void {
  it('a message is delivered again when the process that handles it is killed', {
    timeout,
  }, async () => {
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    const consumer = startCrashingConsumer(fixture.driver, fixture.queue, fixture.type, 'hang');
    await untilHeld(consumer, sent);
    consumer.process.kill('SIGKILL');
    const got: Delivery[] = [];
    await fixture.bus.subscribe(fixture.queue, async (one) => void got.push(one));
    await until('the second delivery', () => got.length === 1);
    expect(got[0]?.id).toBe(sent.id);
  });

  it.each(['obey', 'obey in batches'] as const)(
    'a message that kills every consumer is handled alone and ends in the dead letters: %s',
    {
      timeout,
    },
    async (mode) => {
      const poison = message(fixture.type, 'poison', 'kill');
      await fixture.bus.publish(poison);
      const isDead = async () => (await fixture.bus.depth(fixture.queue)).dead === 1;
      const good: Message[] = [];
      let flowing = true;
      const flow = (async () => {
        while (flowing) {
          const [one] = messages(1, fixture.type);
          if (one) good.push(one);
          if (one) await fixture.bus.publish(one);
          await sleep(10);
        }
      })();
      const handled = new Set<string>();
      const neighbours: string[][] = [];
      for (let life = 0; life < 12 && !(await isDead()); life++) {
        const consumer = startCrashingConsumer(fixture.driver, fixture.queue, fixture.type, mode);
        const end = once(consumer.process, 'close');
        const isOver = async () => hasEnded(consumer) || (await isDead());
        await until('the end of the consumer or of the message', isOver);
        consumer.process.kill('SIGKILL');
        await end;
        const begun = consumer.handled.filter((id) => !consumer.finished.includes(id));
        if (begun.includes(poison.id)) neighbours.push(begun.filter((id) => id !== poison.id));
        for (const id of consumer.finished) handled.add(id);
      }
      flowing = false;
      await flow;
      // At its first delivery no consumer can know.
      for (const others of neighbours.slice(1)) expect(others).toEqual([]);
      const dead = await fixture.bus.deadLetters(fixture.queue).list();
      expect(dead.map(({ id }) => id)).toEqual([poison.id]);
      await fixture.bus.subscribe(fixture.queue, async ({ id }) => void handled.add(id));
      await until('the other messages', () => good.every(({ id }) => handled.has(id)));
    },
  );

  it('a message of a killed process is delivered again even while its queue is never idle', {
    timeout,
  }, async () => {
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    const consumer = startCrashingConsumer(fixture.driver, fixture.queue, fixture.type, 'hang');
    await untilHeld(consumer, sent);
    const got = new Set<string>();
    const slowly = async ({ id }: Delivery) => {
      got.add(id);
      await sleep(20 + Math.random() * 40);
    };
    await fixture.bus.subscribe(fixture.queue, slowly, { concurrency: 4 });
    let flowing = true;
    const flow = (async () => {
      while (flowing)
        await Promise.all(messages(8, fixture.type).map((one) => fixture.bus.publish(one)));
    })();
    consumer.process.kill('SIGKILL');
    try {
      await until('the second delivery', () => got.has(sent.id));
    } finally {
      flowing = false;
      await flow;
    }
  });
}

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { Delivery, Message } from '../bus.ts';
import { message, messages, type Stage } from './stage.ts';
import { startVictim } from './start-victim.ts';

/** Consumers that are killed: real processes, kill -9. */
export function processCases(stage: Stage): void {
  it('hands a message on when the process that handles it is killed', async () => {
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    const victim = startVictim(stage.driver, stage.queue, stage.type, 'hang');
    await until('the victim to hold it', () => victim.handled.includes(sent.id), {
      deadlineMs: 20_000,
    });
    victim.process.kill('SIGKILL');
    const got: Delivery[] = [];
    await stage.bus.subscribe(stage.queue, async (one) => void got.push(one));
    await until('its redelivery', () => got.length === 1, { deadlineMs: 20_000 });
    expect(got[0]?.id).toBe(sent.id);
  });

  it('isolates a message that kills every process that touches it', async () => {
    const poison = message(stage.type, 'poison', 'kill');
    await stage.bus.publish(poison);
    const isDead = async () => (await stage.bus.depth(stage.queue)).dead === 1;
    const good: Message[] = [];
    let flowing = true;
    const flow = (async () => {
      while (flowing) {
        const [one] = messages(1, stage.type);
        if (one) good.push(one);
        if (one) await stage.bus.publish(one);
        await sleep(10);
      }
    })();
    const handled = new Set<string>();
    const neighbours: string[][] = [];
    for (let life = 0; life < 12 && !(await isDead()); life++) {
      const victim = startVictim(stage.driver, stage.queue, stage.type, 'obey');
      const end = once(victim.process.stdout ?? victim.process, 'close');
      await Promise.race([end, until('death', isDead, { deadlineMs: 30_000 })]);
      victim.process.kill('SIGKILL');
      await end;
      const begun = victim.handled.filter((id) => !victim.finished.includes(id));
      if (begun.includes(poison.id)) neighbours.push(begun.filter((id) => id !== poison.id));
      for (const id of victim.finished) handled.add(id);
    }
    flowing = false;
    await flow;
    // Nobody could know the first time.
    for (const others of neighbours.slice(1)) expect(others).toEqual([]);
    const dead = await stage.bus.deadLetters(stage.queue).list();
    expect(dead.map(({ id }) => id)).toEqual([poison.id]);
    await stage.bus.subscribe(stage.queue, async ({ id }) => void handled.add(id));
    await until('the innocent ones', () => good.every(({ id }) => handled.has(id)), {
      deadlineMs: 20_000,
    });
  });

  it('hands on the message of a killed process even while its queue is never idle', async () => {
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    const victim = startVictim(stage.driver, stage.queue, stage.type, 'hang');
    await until('the victim to hold it', () => victim.handled.includes(sent.id), {
      deadlineMs: 20_000,
    });
    const got = new Set<string>();
    const slowly = async ({ id }: Delivery) => {
      got.add(id);
      await sleep(20 + Math.random() * 40);
    };
    await stage.bus.subscribe(stage.queue, slowly, { concurrency: 4 });
    let flowing = true;
    const flow = (async () => {
      while (flowing)
        await Promise.all(messages(8, stage.type).map((one) => stage.bus.publish(one)));
    })();
    victim.process.kill('SIGKILL');
    try {
      await until('its redelivery', () => got.has(sent.id), { deadlineMs: 8_000 });
    } finally {
      flowing = false;
      await flow;
    }
  });
}

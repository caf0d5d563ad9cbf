import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@shop/service/testing';
import { expect, it } from 'vitest';
import type { Delivery } from '../bus.ts';
import { message, messages, type Stage } from './stage.ts';
import { startVictim } from './start-victim.ts';

/** Consumers that are killed: real processes, kill -9. */
export function processCases(stage: Stage): void {
  it('hands a message on when the process that handles it is killed', async () => {
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    const victim = startVictim(stage.driver, stage.queue, stage.type, 'hang');
    await until('the victim to hold it', () => victim.handled.includes(sent.id), 20_000);
    victim.process.kill('SIGKILL');
    const got: Delivery[] = [];
    await stage.bus.subscribe(stage.queue, async (one) => void got.push(one));
    await until('its redelivery', () => got.length === 1, 20_000);
    expect(got[0]?.id).toBe(sent.id);
  });

  it('isolates a message that kills every process that touches it', {
    timeout: 90_000,
  }, async () => {
    const poison = message(stage.type, 'poison', 'kill');
    const good = Array.from({ length: 4 }, () => message(stage.type));
    await stage.bus.publish(poison);
    for (const one of good) await stage.bus.publish(one);
    const handled = new Set<string>();
    for (let life = 0; life < 12 && (await stage.bus.depth(stage.queue)).dead === 0; life++) {
      const victim = startVictim(stage.driver, stage.queue, stage.type, 'obey');
      await Promise.race([
        once(victim.process, 'exit'),
        until('death', async () => (await stage.bus.depth(stage.queue)).dead === 1, 60_000),
      ]);
      for (const id of victim.handled) handled.add(id);
      victim.process.kill('SIGKILL');
    }
    const dead = await stage.bus.deadLetters(stage.queue).list();
    expect(dead.map(({ id }) => id)).toEqual([poison.id]);
    await stage.bus.subscribe(stage.queue, async ({ id }) => void handled.add(id));
    await until('the innocent ones', () => good.every(({ id }) => handled.has(id)), 20_000);
  });

  it('hands on the message of a killed process even while its queue is never idle', async () => {
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    const victim = startVictim(stage.driver, stage.queue, stage.type, 'hang');
    await until('the victim to hold it', () => victim.handled.includes(sent.id), 20_000);
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
      await until('its redelivery', () => got.has(sent.id), 8_000);
    } finally {
      flowing = false;
      await flow;
    }
  });
}

import { readFileSync } from 'node:fs';
import { newId } from '@shop/domain';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { EventBus, Message } from '../bus.ts';
import { consume } from '../consumer.ts';
import { silentLog } from '../log.ts';
import type { Stage } from './stage.ts';

/** An event as its golden example has it, with an id of its own. */
function newExample(type: string) {
  const file = new URL(`../../../schema/events/examples/${type}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(file, 'utf8')), id: newId() };
}
const messageOf = (event: { id: string; type: string; subject: string }): Message => ({
  id: event.id,
  type: event.type,
  key: event.subject,
  body: JSON.stringify(event),
});

/** Queues outlive the processes that filled them: messages of another version are drained. */
export function upgradeCases(stage: Stage): void {
  /** Consumes the queue of the case as if it were that of the shop; what was handled, by id. */
  async function startConsumer(bus: EventBus): Promise<Map<string, unknown>> {
    const got = new Map<string, unknown>();
    const hear = async (event: { id: string }) => void got.set(event.id, event);
    const handlers = { 'stock.reserved.v1': hear, 'stock.rejected.v1': hear };
    await consume(bus, stage.queue as 'order.stock', handlers, { log: silentLog });
    return got;
  }

  it('drains what an earlier version has left, after the upgrade that hears one type more', async () => {
    await stage.bus.declare({ [stage.queue]: ['stock.reserved.v1'] });
    const old = Array.from({ length: 5 }, () => newExample('stock.reserved.v1'));
    for (const event of old) await stage.bus.publish(messageOf(event));
    await stage.bus.close();

    const upgraded = await stage.connect();
    await upgraded.declare({ [stage.queue]: ['stock.reserved.v1', 'stock.rejected.v1'] });
    const got = await startConsumer(upgraded);
    const later = [newExample('stock.rejected.v1'), newExample('stock.reserved.v1')];
    for (const event of later) await upgraded.publish(messageOf(event));
    await until('all of them', () => [...old, ...later].every(({ id }) => got.has(id)));
    for (const event of [...old, ...later]) expect(got.get(event.id)).toEqual(event);
    const { dead } = await upgraded.depth(stage.queue);
    expect(dead).toBe(0);
  });

  it('drains events with fields that this version does not know', async () => {
    const event = newExample('stock.reserved.v1');
    const newer = { ...event, colour: 'red', data: { ...event.data, warehouse: 'north' } };
    await stage.bus.sendTo(stage.queue, [messageOf(newer)]);
    const got = await startConsumer(stage.bus);
    await until('the event', () => got.has(event.id));
    expect(got.get(event.id)).toEqual(event);
  });

  it('buries an event of a version that it does not know, for the one that does', async () => {
    const event = { ...newExample('stock.reserved.v1'), type: 'stock.reserved.v99' };
    await stage.bus.sendTo(stage.queue, [messageOf(event)]);
    await startConsumer(stage.bus);
    await until('it to be dead', async () => (await stage.bus.depth(stage.queue)).dead === 1);
    const [letter] = await stage.bus.deadLetters(stage.queue).list();
    expect(letter).toMatchObject({ ...messageOf(event), attempts: 1 });
  });
}

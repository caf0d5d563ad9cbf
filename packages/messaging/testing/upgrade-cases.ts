import { readFileSync } from 'node:fs';
import { newId } from '@shop/domain';
import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import type { EventBus, Message } from '../bus.ts';
import { consume } from '../consumer.ts';
import { silentLog } from '../log.ts';
import type { BusFixture } from './bus-fixture.ts';

/** Returns the golden example of an event type with a new id. */
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

/** Queues outlive the processes that filled them: messages of another version are handled. */
export function upgradeCases(fixture: BusFixture): void {
  /** Consumes the queue of the fixture as if it were a queue of the shop. Returns the handled events by id. */
  async function startConsumer(bus: EventBus): Promise<Map<string, unknown>> {
    const got = new Map<string, unknown>();
    const store = async (event: { id: string }) => void got.set(event.id, event);
    const handlers = {
      ...{ 'stock.reserved.v1': store, 'stock.rejected.v1': store },
      ...{ 'stock.edit_reserved.v1': store, 'stock.edit_rejected.v1': store },
    };
    await consume(bus, fixture.queue as 'order.stock', handlers, { log: silentLog });
    return got;
  }

  it('a consumer that subscribes to one more type after an upgrade handles the messages from before', async () => {
    await fixture.bus.declare({ [fixture.queue]: ['stock.reserved.v1'] });
    const old = Array.from({ length: 5 }, () => newExample('stock.reserved.v1'));
    for (const event of old) await fixture.bus.publish(messageOf(event));
    await fixture.bus.close();

    const upgraded = await fixture.connect();
    await upgraded.declare({ [fixture.queue]: ['stock.reserved.v1', 'stock.rejected.v1'] });
    const got = await startConsumer(upgraded);
    const later = [newExample('stock.rejected.v1'), newExample('stock.reserved.v1')];
    for (const event of later) await upgraded.publish(messageOf(event));
    await until('all events', () => [...old, ...later].every(({ id }) => got.has(id)));
    for (const event of [...old, ...later]) expect(got.get(event.id)).toEqual(event);
    const { dead } = await upgraded.depth(fixture.queue);
    expect(dead).toBe(0);
  });

  it('a consumer handles events with fields that its version does not know', async () => {
    const event = newExample('stock.reserved.v1');
    const newer = { ...event, colour: 'red', data: { ...event.data, warehouse: 'north' } };
    await fixture.bus.sendTo(fixture.queue, [messageOf(newer)]);
    const got = await startConsumer(fixture.bus);
    await until('the event', () => got.has(event.id));
    expect(got.get(event.id)).toEqual(event);
  });

  it('an event of an unknown version goes to the dead letters, for a version that knows it', async () => {
    const event = { ...newExample('stock.reserved.v1'), type: 'stock.reserved.v99' };
    await fixture.bus.sendTo(fixture.queue, [messageOf(event)]);
    await startConsumer(fixture.bus);
    await until('the dead letter', async () => (await fixture.bus.depth(fixture.queue)).dead === 1);
    const [deadLetter] = await fixture.bus.deadLetters(fixture.queue).list();
    expect(deadLetter).toMatchObject({ ...messageOf(event), attempts: 1 });
  });
}

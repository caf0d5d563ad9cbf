import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventNameOf, eventTypes, InvalidEventError, newEvent, readEvent } from './events.ts';
import { queues } from './topology.ts';

const folder = new URL('examples/', import.meta.url);
const example = (type: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8'));

describe('event schemas', () => {
  it('every event has one golden example', () => {
    expect(readdirSync(folder).sort()).toEqual(eventTypes.map((type) => `${type}.json`).sort());
  });

  it.each(eventTypes)('%s keeps every field of its golden example', (type) => {
    expect(readEvent(example(type))).toEqual(example(type));
  });

  it.each(eventTypes)('%s rejects data with a missing field', (type) => {
    const { data, ...rest } = example(type) as { data: Record<string, unknown> };
    const [first, ...others] = Object.keys(data);
    const cut = Object.fromEntries(others.map((key) => [key, data[key]]));
    expect(() => readEvent({ ...rest, data: cut }), `without ${first}`).toThrow(InvalidEventError);
  });

  it('readEvent rejects invalid events and unknown types', () => {
    for (const garbage of [undefined, null, 'text', 7, [], {}, { type: 'order.created.v1' }]) {
      expect(() => readEvent(garbage)).toThrow(InvalidEventError);
    }
    const unknown = { ...example('order.created.v1'), type: 'order.exploded.v1' };
    expect(() => readEvent(unknown)).toThrow(/unknown event type/);
  });

  it('readEvent drops fields that a newer publisher has added', () => {
    const newer = { ...example('stock.changed.v1'), colour: 'red' };
    expect(readEvent(newer)).toEqual(example('stock.changed.v1'));
  });
});

it('every event has a simple name of its own', () => {
  expect(eventNameOf('order.created.v1')).toBe('ORDER_CREATED');
  expect(eventNameOf('user.email_change_requested.v12')).toBe('USER_EMAIL_CHANGE_REQUESTED');
  expect(new Set(eventTypes.map(eventNameOf)).size).toBe(eventTypes.length);
});

describe('a new event', () => {
  const fact = {
    type: 'stock.changed.v1',
    subject: 'a',
    data: { variantId: '0195f3c0-0000-7000-8000-000000000002', onHand: 3, reserved: 1 },
  } as const;

  it('a new event carries its origin', () => {
    const origin = { correlationId: 'c', causationId: 'x', actorId: 'y' };
    expect(newEvent('inventory', fact, origin)).toMatchObject({
      source: '/inventory',
      correlationid: 'c',
      causationid: 'x',
      actorid: 'y',
    });
  });

  it('a new event is rejected when its data break the schema', () => {
    const broken = { ...fact, data: { ...fact.data, onHand: -1 } };
    expect(() => newEvent('inventory', broken, { correlationId: 'c' })).toThrow(InvalidEventError);
  });
});

it('every queue subscribes to events that exist', () => {
  for (const types of Object.values(queues))
    expect(eventTypes).toEqual(expect.arrayContaining([...types]));
});

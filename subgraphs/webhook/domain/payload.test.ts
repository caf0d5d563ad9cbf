import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { payloadOf } from './payload.ts';

const file = new URL('../../../schema/events/examples/order.created.v1.json', import.meta.url);
const event = JSON.parse(readFileSync(file, 'utf8'));
const guests = { ...event, data: { ...event.data, sealedToken: 'sealed' } };

it('a body in CloudEvents has the attributes of the specification and the data, and no ids of requests and users', () => {
  const { correlationid: _, causationid: __, actorid: ___, traceparent: ____, ...rest } = event;
  expect(JSON.parse(payloadOf(guests, 'CLOUD_EVENTS'))).toEqual(rest);
});

it('a simple body has the name of the event, its data and its time', () => {
  expect(JSON.parse(payloadOf(guests, 'SIMPLE'))).toEqual({
    event: 'ORDER_CREATED',
    data: event.data,
    timestamp: event.time,
  });
});

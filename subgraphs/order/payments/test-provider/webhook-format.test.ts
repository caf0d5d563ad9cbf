import { expect, it } from 'vitest';
import { parseWebhook } from './webhook-format.ts';

const event = { id: 'evt_1', type: 'charge.updated', data: { key: 'k1', status: 'CAPTURED' } };
const parse = (value: unknown) => parseWebhook(Buffer.from(JSON.stringify(value)));
const withData = (data: object) => ({ ...event, data: { ...event.data, ...data } });

it('a webhook reports the result of a charge', () => {
  const result = { status: 'CAPTURED' };
  expect(parse(event)).toEqual({ eventId: 'evt_1', key: 'k1', result, charged: null });
  expect(parse(withData({ amount: { minor: '2490', currency: 'EUR' } }))).toMatchObject({
    ...{ result, charged: { minor: 2490n, currency: 'EUR' } },
  });
  expect(parse(withData({ status: 'FAILED', code: 'card_declined' }))).toMatchObject({
    result: { status: 'FAILED', code: 'card_declined' },
  });
  expect(parse(withData({ status: 'FAILED' }))).toMatchObject({ result: { code: 'unspecified' } });
});

const dispute = {
  id: 'evt_2',
  type: 'dispute.updated',
  data: {
    ...{ key: 'k1', id: 'dp_1', status: 'OPEN', reason: 'fraudulent' },
    ...{ amount: { minor: '2490', currency: 'EUR' }, respondBy: '2026-03-20T23:59:59Z' },
  },
};

it('a webhook reports a dispute', () => {
  expect(parse(dispute)).toEqual({
    eventId: 'evt_2',
    key: 'k1',
    dispute: {
      ...{ id: 'dp_1', status: 'OPEN', reason: 'fraudulent' },
      ...{ amount: { minor: 2490n, currency: 'EUR' }, respondBy: new Date('2026-03-20T23:59:59Z') },
    },
  });
});

it.each([
  { status: 'CAPTURED' },
  { amount: { minor: '-1', currency: 'EUR' } },
  { amount: { minor: '1', currency: 'euro' } },
  { amount: { minor: '1', currency: 'XXX' } },
  { reason: '' },
  { respondBy: 'soon' },
  { key: undefined },
])('a dispute with %j is malformed', (change) => {
  expect(parse({ ...dispute, data: { ...dispute.data, ...change } })).toBe('malformed');
});

it('an event of another type is ignored, whatever its data', () => {
  expect(parse({ id: 'evt_1', type: 'payout.paid', data: [null] })).toBe('ignored');
});

it.each([
  null,
  [],
  'text',
  7,
  {},
  { ...event, id: '' },
  { ...event, id: 'x'.repeat(201) },
  { ...event, id: 'evt\u0000' },
  { ...event, id: 7 },
  { ...event, type: undefined },
  { ...event, type: 'charge.updated', data: undefined },
  withData({ key: '' }),
  withData({ amount: { minor: '-1', currency: 'EUR' } }),
  withData({ amount: '24.90' }),
  withData({ key: 'ключ' }),
  withData({ status: 'PENDING' }),
  withData({ status: 'constructor' }),
  withData({ status: 'FAILED', code: '' }),
  withData({ status: 'FAILED', code: 'line\nline' }),
  withData({ status: 'FAILED', code: 'x'.repeat(65) }),
])('the event %j is malformed', (value) => {
  expect(parse(value)).toBe('malformed');
});

it.each([
  ['invalid JSON', Buffer.from('{oops')],
  ['an empty body', Buffer.alloc(0)],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['deeply nested JSON', Buffer.from('['.repeat(60_000))],
])('%s is a malformed webhook', (_, body) => {
  expect(parseWebhook(body)).toBe('malformed');
});

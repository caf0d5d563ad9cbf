import { expect, it } from 'vitest';
import { readWebhook } from './webhook-event.ts';

const event = { id: 'evt_1', type: 'charge.updated', data: { key: 'k1', status: 'CAPTURED' } };
const read = (value: unknown) => readWebhook(Buffer.from(JSON.stringify(value)));
const withData = (data: object) => ({ ...event, data: { ...event.data, ...data } });

it('a webhook says what a charge has come to', () => {
  expect(read(event)).toEqual({ eventId: 'evt_1', key: 'k1', result: { status: 'CAPTURED' } });
  expect(read(withData({ status: 'FAILED', code: 'card_declined' }))).toMatchObject({
    result: { status: 'FAILED', code: 'card_declined' },
  });
  expect(read(withData({ status: 'FAILED' }))).toMatchObject({ result: { code: 'unspecified' } });
});

it('what is said of other things is ignored, whatever it is', () => {
  expect(read({ id: 'evt_1', type: 'payout.paid', data: [null] })).toBe('ignored');
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
  withData({ key: 'ключ' }),
  withData({ status: 'PENDING' }),
  withData({ status: 'constructor' }),
  withData({ status: 'FAILED', code: '' }),
  withData({ status: 'FAILED', code: 'line\nline' }),
  withData({ status: 'FAILED', code: 'x'.repeat(65) }),
])('%j is malformed', (value) => {
  expect(read(value)).toBe('malformed');
});

it.each([
  ['no JSON', Buffer.from('{oops')],
  ['nothing', Buffer.alloc(0)],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['endlessly nested', Buffer.from('['.repeat(60_000))],
])('%s is malformed', (_, body) => {
  expect(readWebhook(body)).toBe('malformed');
});

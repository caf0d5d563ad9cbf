import { expect, it } from 'vitest';
import { translated } from './refusal-link.ts';

const texts = {
  problems: {},
  refusals: { NOT_FOUND: 'Gibt es nicht.' },
  errors: {
    NOT_FOUND: 'Fehlt.',
    RATE_LIMITED: 'Zu viel.',
    'RATE_LIMITED.details': 'Noch {seconds} s.',
  },
};

it('refusals and errors get the texts of the language; everything else stays', () => {
  const refusal = { code: 'NOT_FOUND', message: 'There is no such order.', details: null };
  const result = {
    data: {
      cancelOrder: { order: null, userErrors: [refusal] },
      me: { id: '1' },
      product: null,
    },
    errors: [
      { message: 'Too many requests.', extensions: { code: 'RATE_LIMITED' } },
      { message: 'Try again in 9 s.', extensions: { code: 'RATE_LIMITED', seconds: 9 } },
      { message: 'Something new.', extensions: { code: 'NEW_CODE' } },
    ],
    extensions: { key: 'value' },
  };
  expect(translated(result, texts, 'de')).toEqual({
    ...result,
    data: {
      ...result.data,
      cancelOrder: { order: null, userErrors: [{ ...refusal, message: 'Gibt es nicht.' }] },
    },
    errors: [
      { message: 'Zu viel.', extensions: { code: 'RATE_LIMITED' } },
      { message: 'Noch 9 s.', extensions: { code: 'RATE_LIMITED', seconds: 9 } },
      { message: 'Something new.', extensions: { code: 'NEW_CODE' } },
    ],
  });
});

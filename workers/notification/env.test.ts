import { randomBytes } from 'node:crypto';
import { parseEnv } from '@shop/service';
import { expect, it } from 'vitest';
import { workerEnv } from './env.ts';

const base = {
  PORT: '0',
  NOTIFICATION_DATABASE_URL: 'postgres://x',
  BUS_DATABASE_URL: 'postgres://x',
  MAIL_TOKEN_KEY: randomBytes(32).toString('base64'),
};

it('STAFF_MAIL is a list of addresses separated by commas, STAFF_PHONE a phone number', () => {
  const env = parseEnv(workerEnv, {
    ...base,
    STAFF_MAIL: 'staff@shop.example, boss@shop.example',
    STAFF_PHONE: '+4930123456',
  });
  expect(env.STAFF_MAIL).toEqual(['staff@shop.example', 'boss@shop.example']);
  expect(env.STAFF_PHONE).toBe('+4930123456');
});

it('empty STAFF_MAIL and STAFF_PHONE mean that staff are not notified', () => {
  const env = parseEnv(workerEnv, { ...base, STAFF_MAIL: '', STAFF_PHONE: '' });
  expect(env).toMatchObject({ STAFF_MAIL: [], DELIVERY_RETENTION_DAYS: 90 });
  expect(env.STAFF_PHONE).toBeUndefined();
});

it.each([
  ['STAFF_MAIL', 'staff@shop.example,'],
  ['STAFF_MAIL', 'staff'],
  ['STAFF_MAIL', 'a@shop.example\r\nBcc: b@shop.example'],
  ['STAFF_PHONE', '030 123456'],
  ['STAFF_PHONE', '+0123456789'],
  ['DELIVERY_RETENTION_DAYS', '0'],
  ['DELIVERY_RETENTION_DAYS', 'long'],
])('the error for an invalid %s=%j names the variable', (name, value) => {
  expect(() => parseEnv(workerEnv, { ...base, [name]: value })).toThrow(name);
});

it('production needs a mail server', () => {
  const production = { ...base, NODE_ENV: 'production' };
  const fault = 'SMTP_URL: must be set in production';
  expect(() => parseEnv(workerEnv, production)).toThrow(fault);
  expect(() => parseEnv(workerEnv, { ...production, STAFF_MAIL: 'staff' })).toThrow(fault);
  const SMTP_URL = 'smtp://shop@mail.example';
  const { SMTP_URL: url } = parseEnv(workerEnv, { ...production, SMTP_URL, SMTP_PASSWORD: 'a@b' });
  expect(url).toBe('smtp://shop:a%40b@mail.example');
});

it('deliveries must be stored at least as long as their events can be replayed', () => {
  const parse = (outbox: string, deliveries: string) =>
    parseEnv(workerEnv, {
      ...base,
      OUTBOX_RETENTION_DAYS: outbox,
      DELIVERY_RETENTION_DAYS: deliveries,
    });
  const fault = 'DELIVERY_RETENTION_DAYS: must not be less than OUTBOX_RETENTION_DAYS';
  expect(() => parse('30', '29')).toThrow(fault);
  expect(() => parse('91', '')).toThrow(fault);
  expect(parse('30', '30').DELIVERY_RETENTION_DAYS).toBe(30);
});

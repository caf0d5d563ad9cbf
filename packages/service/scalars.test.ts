import { expect, it } from 'vitest';
import { scalars } from './scalars.ts';

const parse = (text: string) => scalars.DateTime.parseValue(text);

it.each([
  '2026-02-30T00:00:00Z',
  '2026-04-31T10:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-27T24:00:00Z',
  '2026-11-27T23:60:00Z',
  '2026-11-27T23:59:59+24:00',
  '2026-11-27',
  '2026-11-27T10:00:00',
])('DateTime refuses %s', (text) => {
  expect(() => parse(text)).toThrow('RFC 3339');
});

it.each([
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2026-11-27T23:59:59.123456+01:00', '2026-11-27T22:59:59.123Z'],
  ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
])('DateTime reads %s as %s', (text, instant) => {
  expect(parse(text).toISOString()).toBe(instant);
});

it.each(['en', 'pt-BR', 'zh-Hans-CN', 'de-ch'])('Locale takes %s', (text) => {
  expect(scalars.Locale.parseValue(text)).toBe(text);
});

it.each(['', 'e', 'de_DE', 'en-', `en-${'x'.repeat(40)}`])('Locale refuses %j', (text) => {
  expect(() => scalars.Locale.parseValue(text)).toThrow('BCP 47');
});

it.each(['2026-03-01', '2024-02-29', '1999-12-31'])('Date takes %s', (text) => {
  expect(scalars.Date.parseValue(text)).toBe(text);
});

it.each(['', '2026-02-29', '2026-3-1', '2026-13-01', '0999-01-01', '2026-03-01T00:00:00Z'])(
  'Date refuses %j',
  (text) => {
    expect(() => scalars.Date.parseValue(text)).toThrow('a day of the calendar');
  },
);

it.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
  'TimeZone takes %s',
  (text) => {
    expect(scalars.TimeZone.parseValue(text)).toBe(text);
  },
);

it.each(['', 'Z', '+01:00', 'Europe/Nowhere', 'Berlin time', 'U'.repeat(100)])(
  'TimeZone refuses %j',
  (text) => {
    expect(() => scalars.TimeZone.parseValue(text)).toThrow('IANA');
  },
);

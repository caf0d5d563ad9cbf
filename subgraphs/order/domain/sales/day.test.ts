import { expect, it } from 'vitest';
import { periodOf } from './day.ts';

const texts = (date: string, timeZone: string) => {
  const { from, to } = periodOf(date, timeZone);
  return [from.toISOString(), to.toISOString()];
};

it.each([
  ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
  ['2026-12-31', 'Asia/Kolkata', '2026-12-30T18:30:00.000Z', '2026-12-31T18:30:00.000Z'],
  ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01', 'Pacific/Pago_Pago', '2026-01-01T11:00:00.000Z', '2026-01-02T11:00:00.000Z'],
])('%s in %s is from %s to %s', (date, timeZone, from, to) => {
  expect(texts(date, timeZone)).toEqual([from, to]);
});

it('a day on which clocks change has 23 or 25 hours', () => {
  expect(texts('2026-03-29', 'Europe/Berlin')).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
  expect(texts('2026-10-25', 'Europe/Berlin')).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
});

it('a day whose midnight the clocks leave out begins with its first second', () => {
  // In Cairo 00:00 became 01:00 on 24 April 2026.
  expect(texts('2026-04-24', 'Africa/Cairo')[0]).toBe('2026-04-23T22:00:00.000Z');
});

it('a day ends where the next one begins, in every time zone and around every change of clocks', () => {
  for (const timeZone of Intl.supportedValuesOf('timeZone')) {
    for (const day of ['2026-03-08', '2026-04-05', '2026-10-25', '2026-12-31']) {
      const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000);
      const { to } = periodOf(day, timeZone);
      expect(periodOf(next.toISOString().slice(0, 10), timeZone).from).toEqual(to);
    }
  }
});

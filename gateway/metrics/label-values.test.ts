import { expect, it } from 'vitest';
import { createClientNames } from './client-names.ts';
import { createLabelValues } from './label-values.ts';
import { createOperationNames, namesIn } from './operation-names.ts';

const minute = 60_000;

function start(max: number) {
  const clock = { now: 0 };
  const removed: string[] = [];
  const options = {
    ...{ max, idleMs: 10 * minute, now: () => clock.now },
    onRemove: (value: string) => void removed.push(value),
  };
  return { clock, removed, hasLabel: createLabelValues(options), options };
}

it('invented values do not displace values in use, however many there are', () => {
  const { clock, removed, hasLabel } = start(2);
  expect([hasLabel('app'), hasLabel('web')]).toEqual([true, true]);
  for (let n = 0; n < 60; n++) {
    clock.now += minute / 2;
    expect([n, hasLabel(`invented ${n}`)]).toEqual([n, false]);
    if (n % 10 === 0) expect([hasLabel('app'), hasLabel('web')]).toEqual([true, true]);
  }
  expect(removed).toEqual([]);
});

it('a value that was idle gives its label to a new one, the least recently used first', () => {
  const { clock, removed, hasLabel } = start(2);
  for (const value of ['a', 'b', 'a']) hasLabel(value);
  clock.now = 9 * minute;
  expect(hasLabel('c')).toBe(false);
  clock.now = 10 * minute;
  expect(hasLabel('c')).toBe(true);
  expect(removed).toEqual(['b']);
  expect(hasLabel('b')).toBe(true);
  expect(removed).toEqual(['b', 'a']);
});

it('a known client has its label although invented ones took all others', () => {
  const { clock } = start(0);
  const programOf = createClientNames({
    ...{ known: ['shop-app'], now: () => clock.now, onRemove: () => undefined },
  });
  const read = (name: string, version = '1') =>
    programOf(
      (header) => ({ 'graphql-client-name': name, 'graphql-client-version': version })[header],
    );
  for (let n = 0; n < 200; n++) read(`invented ${n}`);
  for (let n = 0; n < 200; n++) read('shop-app', `0.0.${n}`);
  expect(read('invented 150')).toEqual({ name: 'other', version: 'other' });
  expect(read('shop-app', '0.0.7')).toEqual({ name: 'shop-app', version: '0.0.7' });
  expect(read('shop-app', '2.0.0')).toEqual({ name: 'shop-app', version: 'other' });
  expect(read('shop-app', '"}')).toEqual({ name: 'shop-app', version: 'other' });
});

it('names of operations are labels up to a hundred; those of the safelist always', () => {
  const { options } = start(0);
  const known = namesIn([
    'query Known { a } mutation Other { b }',
    '{ a }',
    'fragment F on A { b }',
  ]);
  expect([...known]).toEqual(['Known', 'Other']);
  const labelOf = createOperationNames({ ...options, known });
  for (let n = 0; n < 100; n++) expect(labelOf(`Invented${n}`)).toBe(`Invented${n}`);
  expect(labelOf('Late')).toBe('other');
  expect(labelOf('Known')).toBe('Known');
  expect(labelOf(undefined)).toBe('unnamed');
  expect(createOperationNames({ ...options, known })('x'.repeat(61))).toBe('other');
});

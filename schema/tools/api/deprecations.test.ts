import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deprecationFaults } from './deprecations.ts';

const api = readFileSync(new URL('../../api.graphql', import.meta.url), 'utf8');

it('every deprecation of the API names its replacement and the day of its removal', () => {
  expect(api).toContain('@deprecated(reason:');
  expect(deprecationFaults(api)).toEqual([]);
});

const withReason = (reason: string) => `
  type Query { old(a: Int, b: Int @deprecated${reason}): Int new: Sub }
  type Sub { part: Int }
`;

it.each([
  ['(reason: "Use `new`. Removed on 2027-06-01.")'],
  ['(reason: "Use `new.part`. The unit is the same. Removed on 2027-06-01.")'],
])('a deprecation with %s is accepted', (reason) => {
  expect(deprecationFaults(withReason(reason))).toEqual([]);
});

it.each([
  ['', 'b: @deprecated needs a reason'],
  ['(reason: "Use `new`.")', 'b: @deprecated needs a reason'],
  ['(reason: "Removed on 2027-06-01.")', 'b: @deprecated needs a reason'],
  ['(reason: "Use `new`. Removed on 2027-02-30.")', 'b: @deprecated needs a reason'],
  ['(reason: "Use `b`. Removed on 2027-06-01.")', 'b: its replacement b does not exist'],
  ['(reason: "Use `new.all`. Removed on 2027-06-01.")', 'b: its replacement all does not exist'],
])('a deprecation with %j is reported', (reason, fault) => {
  expect(deprecationFaults(withReason(reason))).toEqual([expect.stringContaining(fault)]);
});

it('fields, inputs and enum values are checked too', () => {
  const sdl = `
    type Query { a: Int @deprecated }
    input In { b: Int @deprecated }
    enum Kind { C @deprecated }
  `;
  expect(deprecationFaults(sdl).map((line) => line.split(':')[0])).toEqual(['a', 'b', 'C']);
});

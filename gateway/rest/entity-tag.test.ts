import { describe, expect, it } from 'vitest';
import { entityTagOf, isKnown, versionOf } from './entity-tag.ts';
import { ProblemError } from './errors.ts';

const problemOf = (header: string) => {
  try {
    return versionOf(header);
  } catch (error) {
    return error instanceof ProblemError ? error.problem.status : error;
  }
};

describe('an entity tag', () => {
  it('has the version of a body, which If-Match reads again', () => {
    const tag = entityTagOf({ id: 'a', version: 12 }) ?? '';
    expect(tag).toMatch(/^"12\.[\w-]{16}"$/);
    expect(versionOf(tag)).toBe(12);
  });

  it('differs between bodies of one version that differ in what a version does not cover', () => {
    const tags = [3, 0].map((quantity) => entityTagOf({ version: 1, availability: { quantity } }));
    expect(tags[0]).not.toBe(tags[1]);
  });

  it('is a hash alone without a version', () => {
    expect(entityTagOf({ items: [] })).toMatch(/^"[\w-]{16}"$/);
  });

  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    [undefined, false],
  ])('is known to a client with If-None-Match %s: %j', (header, expected) => {
    expect(isKnown(header, '"a"')).toBe(expected);
  });
});

it.each([
  ['"3"', 3],
  ['W/"3.abcdefghijklmnop"', 3],
  [' "3" ', 3],
  ['*', undefined],
  ['"abc"', 412],
  ['"3", "4"', 412],
  ['"99999999999"', 412],
  ['3', 400],
  ['"3', 400],
  ['"3",', 400],
])('If-Match %j is read as %j', (header, expected) => {
  expect(problemOf(header)).toBe(expected);
});

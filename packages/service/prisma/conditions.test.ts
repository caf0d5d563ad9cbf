import { sqltag as sql } from '@prisma/client/runtime/client';
import { expect, it } from 'vitest';
import { allOf, anyOf, prefixPattern } from './conditions.ts';

it('conditions that do not apply are left out', () => {
  expect(allOf([sql`a`, undefined, false, sql`b = ${1}`])).toMatchObject({
    text: 'a AND b = $1',
    values: [1],
  });
  expect(allOf([undefined]).text).toBe('TRUE');
});

it('one value is compared with =, several values with ANY', () => {
  expect(anyOf(sql`c`, [], 'text')).toBeUndefined();
  expect(anyOf(sql`c`, ['x', 'x'], 'text')).toMatchObject({ text: 'c = $1::text', values: ['x'] });
  expect(anyOf(sql`c`, ['x', 'y'], 'text')).toMatchObject({
    text: 'c = ANY($1::text[])',
    values: [['x', 'y']],
  });
});

it('wildcards in a prefix stand for themselves', () => {
  expect(prefixPattern('50%_\\')).toBe('50\\%\\_\\\\%');
});

import { expect, it } from 'vitest';
import { plainText, shortText } from './text.ts';

it.each([
  ['abc', true],
  ['  abc  ', true],
  ['👩💥é', true],
  ['abcd', false],
  ['💥💥💥💥', false],
  ['a\nb', false],
  ['\0', false],
  ['\ud800', false],
])('%j is a line of at most 3: %s', (text, yes) => {
  expect(shortText(3).safeParse(text).success).toBe(yes);
  expect(plainText(3).safeParse(text).success).toBe(yes);
});

it('for people is not empty', () => {
  expect(shortText(3).parse(' ')).toBe('');
  expect(
    plainText(3)
      .safeParse(' ')
      .error?.issues.map(({ message }) => message),
  ).toEqual(['must not be empty']);
});

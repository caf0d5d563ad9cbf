import { expect, it } from 'vitest';
import { longText, optionalText, plainText, shortText } from './text.ts';

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

it('a plain text is not empty', () => {
  expect(shortText(3).parse(' ')).toBe('');
  expect(
    plainText(3)
      .safeParse(' ')
      .error?.issues.map(({ message }) => message),
  ).toEqual(['must not be empty']);
});

it.each([
  ['a zero width space', '\u200b'],
  ['a Hangul filler', '\u3164'],
  ['a blank of Braille', '\u2800'],
  ['a language tag', '\u{E0041}'],
  ['a combining grapheme joiner', '\u034f'],
  ['an override of direction', '\u202egnirts'],
  ['a mark of direction', 'abc\u200f'],
  ['an isolate', '\u2066abc'],
  ['a line separator', 'a\u2028b'],
  ['a paragraph separator', 'a\u2029b'],
  ['tags after a letter', 'a\u{E0041}'],
])('a line of text is refused when it is or has %s', (_, text) => {
  expect(plainText(80).safeParse(text).success).toBe(false);
  expect(shortText(80).safeParse(text).success).toBe(false);
  expect(longText(80).safeParse(text).success).toBe(
    text.includes('\u2028') || text.includes('\u2029'),
  );
});

it.each([
  '👩‍🚒',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  'क्‍ष',
  'می‌خواهم',
  '❤️',
  'שלום',
])('the joiners and selectors of %s stay', (text) => {
  expect(plainText(80).parse(text)).toBe(text.normalize('NFC'));
});

it('text is stored in the normal form C', () => {
  expect(plainText(3).parse('re\u0301d')).toBe('r\u00e9d');
  expect(longText(9).parse('re\u0301d\r\nre\u0301d')).toBe('r\u00e9d\nr\u00e9d');
});

it('an optional text that is empty is null', () => {
  expect(['', '  ', null, undefined].map((text) => optionalText(3).parse(text))).toEqual(
    Array(4).fill(null),
  );
  expect(optionalText(3).parse(' a ')).toBe('a');
});

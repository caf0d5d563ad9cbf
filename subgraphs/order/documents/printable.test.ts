import { expect, it } from 'vitest';
import { hasGlyph } from './fonts.ts';
import { printable } from './printable.ts';

it.each([
  ['Łukasz Größe Ελλάδα Россия Հայաստան €20', 'Łukasz Größe Ελλάδα Россия Հայաստան €20'],
  ['東京', 'DongJing'],
  ['서울', 'SeoUl'],
  ['กรุงเทพ', 'krungethph'],
  ['शिव', 'siv'],
  ['🚀 Street', ':rocket: Street'],
  ['\ue000', '?'],
  ['a\u0000b\tc', 'a b c'],
  ['e\u0301', 'é'],
])('%j is printed as %j', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

it('a script from right to left is printed in Latin letters, with its numbers where they stand', () => {
  expect(printable('שלום 12')).toBe('slvm 12');
  expect(printable('شارع ١٢')).toBe('shr` 12');
});

it('every character of Unicode is printed by characters that both fonts have', () => {
  const missing: string[] = [];
  for (let point = 0; point <= 0x1_ffff; point++) {
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (isSurrogate) continue;
    const printed = printable(String.fromCodePoint(point));
    if (![...printed].every(hasGlyph)) missing.push(point.toString(16));
  }
  expect(missing).toEqual([]);
});

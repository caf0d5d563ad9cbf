import anyAscii from 'any-ascii';
import { hasGlyph } from './fonts.ts';

/**
 * Scripts that are written from right to left. The font has some of them, but a line with numbers or Latin words in it
 * would come out in the wrong sequence.
 */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Marks of characters that are left out, and what is not visible at all. */
const invisible = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Returns text with every character that documents cannot show in Latin letters: `東京` -> `DongJing`. */
export const printable = (text: string): string =>
  [...text.normalize('NFC')].map(printableCharacter).join('');

function printableCharacter(character: string): string {
  if (/\p{Cc}/u.test(character)) return ' ';
  if (hasGlyph(character) && !rightToLeft.test(character)) return character;
  // Some letters, such as the alef, are not written in Latin.
  const isLeftOut = invisible.test(character) || rightToLeft.test(character);
  return anyAscii(character) || (isLeftOut ? '' : '?');
}

import { z } from 'zod';
import { breaks } from './refusal-details.ts';

/** Length as people count it: code points, some of which are two of `length`. */
export const lengthOf = (text: string): number => [...text].length;

/** The check and the message of a refinement: at most `max` characters. */
export const atMost = (max: number) =>
  [
    (text: string) => lengthOf(text) <= max,
    { error: `must have at most ${max} characters`, abort: true, ...breaks('TOO_LONG', max) },
  ] as const;

/**
 * What leaves no trace on a page: marks, spaces, controls, formats, and the blanks that Unicode lists as
 * ignorable (U+3164) or as a symbol (U+2800). Private and unassigned characters may be visible.
 */
const invisible = /^[\p{Mn}\p{Me}\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Flags of regions are a black flag, tags and an end: England, Scotland, Wales. */
const flags = /\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}/gu;
/** Characters that turn the text beside them (UAX 9), or write text that nothing shows. */
const misleading = /[\p{Bidi_Control}\u{E0000}-\u{E007F}]/u;

const isHonest = (text: string): boolean => !misleading.test(text.replace(flags, ''));
const isVisible = (text: string): boolean => text === '' || !invisible.test(text);

const honest = [
  isHonest,
  { error: 'must have no characters that change the direction of text', ...breaks('PATTERN') },
] as const;
const visible = [
  isVisible,
  { error: 'must have a visible character', ...breaks('REQUIRED') },
] as const;

/**
 * One line of at most `max` characters, or nothing: trimmed and in Unicode's normal form C, with a visible
 * character, without controls, line and paragraph separators, controls of direction and broken Unicode.
 */
export const shortText = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .refine(...atMost(max))
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters')
    .refine(...honest)
    .refine(...visible);

/** The same for people to read: of at least 1 character. */
export const plainText = (max: number) => shortText(max).min(1, 'must not be empty');

/** The same where a text may be left out: absent, null and empty are all `null`. */
export const optionalText = (max: number) =>
  shortText(max)
    .nullish()
    .transform((text) => text || null);

/** A text with a syntax of its own where it may be left out: absent, null and empty are all `null`. */
export const emptyAsAbsent = <T>(field: z.ZodType<T, string>) =>
  z
    .string()
    .nullish()
    .transform((text) => text?.trim() || null)
    .pipe(field.nullable());

/** Several lines of at most `max` characters: as `shortText`, with line feeds and tabs. */
export const longText = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(/\r\n?|[\u2028\u2029]/g, '\n').trim())
    .pipe(
      z
        .string()
        .normalize('NFC')
        .refine(...atMost(max))
        .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'must have no control characters')
        .refine(...honest)
        .refine(...visible),
    );

/** Why a change is made, in the words of the person who makes it: the field `reason` of an input. */
export const reasonField = plainText(200);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML content and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

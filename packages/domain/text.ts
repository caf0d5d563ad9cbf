import { z } from 'zod';

/** Length as people count it: code points, some of which are two of `length`. */
export const lengthOf = (text: string): number => [...text].length;

/** The check and the message of a refinement: at most so many characters. */
export const atMost = (max: number) =>
  [
    (text: string) => lengthOf(text) <= max,
    { error: `must have at most ${max} characters`, abort: true },
  ] as const;

/** One line of at most `max` characters: trimmed, without control characters and broken Unicode. */
export const shortText = (max: number) =>
  z
    .string()
    .trim()
    .refine(...atMost(max))
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must have no control characters');

/** The same for people to read: of at least 1 character. */
export const plainText = (max: number) => shortText(max).min(1, 'must not be empty');

/** Why somebody does something, in their words: the field `reason` of an input. */
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

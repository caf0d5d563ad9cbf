import { z } from 'zod';
import { lengthOf } from './text.ts';

/** Whether a text can be this part of a sort key. What is read from a cursor may be anybody's invention. */
export type KeyPart = (text: string) => boolean;

/** The year 0000 is one of ISO 8601, but none of PostgreSQL. */
const time = z.iso.datetime({ precision: 3 }).regex(/^(?!0000)/);

/** A time as `Date.toISOString` writes those of the years 1 to 9999. */
export const isTime: KeyPart = (text) => time.safeParse(text).success;

/** Digits within the database's bigint. */
export const isWhole: KeyPart = (text) => /^\d{1,18}$/.test(text);

/** Printable text of at most `max` characters. */
export const isText =
  (max: number): KeyPart =>
  (text) =>
    lengthOf(text) <= max && !/[\p{Cc}\p{Cs}]/u.test(text);

import { z } from 'zod';
import { lengthOf } from './text.ts';

/** Whether a text can be this part of a sort key. Clients can send any cursor. */
export type KeyPart = (text: string) => boolean;

/** ISO 8601 has a year 0000, PostgreSQL does not. */
const time = z.iso.datetime({ precision: 3 }).regex(/^(?!0000)/);

/** A time of the years 1 to 9999 as `Date.toISOString` writes it. */
export const isTime: KeyPart = (text) => time.safeParse(text).success;

/** Digits within the database's bigint. */
export const isWhole: KeyPart = (text) => /^\d{1,18}$/.test(text);

/** Printable text of at most `max` characters. */
export const isText =
  (max: number): KeyPart =>
  (text) =>
    lengthOf(text) <= max && !/[\p{Cc}\p{Cs}]/u.test(text);

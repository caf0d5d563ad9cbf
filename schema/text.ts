import { z } from 'zod';

/** Text for people: trimmed, of 1 to `max` characters, without control characters and broken Unicode. */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must have no control characters');

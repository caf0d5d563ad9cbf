import { z } from 'zod';

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** An environment variable with origins, separated by commas. */
export const originList = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every(isOrigin), {
    error: 'must be origins such as https://shop.example, separated by commas',
  });

/** Whether pages of this origin are on this machine, on any port. */
export const isLocalOrigin = (origin: string): boolean =>
  isOrigin(origin) && localHosts.includes(new URL(origin).hostname);

import { breaks, constraint, optionalText, refuse } from '@shop/domain';
import { z } from 'zod';
import type { FaultOfUrl } from './ports.ts';

/** The form of a URL; where it leads is checked by `assertReachable`. */
export const urlField = z
  .string()
  .trim()
  .max(500, 'must have at most 500 characters')
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    ...breaks('PATTERN'),
    error: 'must be an https:// URL',
    abort: true,
  })
  .refine((text) => !new URL(text).username && !new URL(text).password, 'must have no credentials')
  .refine((text) => !text.includes('#'), 'must have no fragment')
  .transform((text) => new URL(text).href);

export const eventsField = z
  .array(z.string())
  .min(1, 'must not be empty')
  .max(18, 'must be at most 18')
  .transform((events) => [...new Set(events)].sort());

export const descriptionField = optionalText(200);

/** Refuses INVALID_VALUE for a URL to which nothing may be sent. */
export async function assertReachable(faultOf: FaultOfUrl, url: string): Promise<void> {
  const message = await faultOf(new URL(url));
  if (message) refuse('INVALID_VALUE', message, ['url'], constraint('NOT_ALLOWED'));
}

import { fromAmount, isCurrency } from '@shop/schema';
import { z } from 'zod';

/** Control characters and lone surrogates: nothing that people write, and PostgreSQL keeps no NUL. */
const unwritable = /[\p{Cc}\p{Cs}]/u;
const unwritableLines = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;
const writable = (unwanted: RegExp) => (text: string) => !unwanted.test(text);

/** One line of 1 to `max` characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(writable(unwritable), 'must not have control characters');

/** Lines of at most `max` characters. */
const lines = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine(writable(unwritableLines), 'must not have control characters');

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text can be a slug at all; anything else names nothing. */
export const isSlug = (text: string): boolean => slugPattern.test(text);

export const slug = z
  .string()
  .max(120, 'must have at most 120 characters')
  .regex(slugPattern, 'must be lower-case words joined by hyphens');

const skuPattern = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/** Whether a text can be an SKU at all; anything else names nothing. */
export const isSku = (text: string): boolean => skuPattern.test(text);

export const sku = z
  .string()
  .max(40, 'must have at most 40 characters')
  .regex(skuPattern, 'must be letters, digits and hyphens');

const maxMajorUnits = 1_000_000;

/** An amount as people write it, in minor units; `undefined` when it is none from 0 to 1,000,000. */
export function boundedAmount(amount: string, currency: string) {
  const money = fromAmount(amount, currency);
  return money && Number(amount) <= maxMajorUnits ? money : undefined;
}

export const price = z
  .object({ amount: z.string(), currencyCode: z.string().refine(isCurrency, 'is no currency') })
  .transform(({ amount, currencyCode }, context) => {
    const money = boundedAmount(amount, currencyCode);
    if (money) return money;
    context.addIssue(`must be an amount from 0 to ${maxMajorUnits} in ${currencyCode}`);
    return z.NEVER;
  });

/** As it is used: `URL` would forgive spaces and line breaks. */
const isWebAddress = (text: string): boolean =>
  !/[\p{Cc}\p{Cs}\s]/u.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const image = z.object({
  url: z
    .string()
    .max(2_000, 'must have at most 2000 characters')
    .refine(isWebAddress, 'must be an http or https address'),
  alt: lines(300).default(''),
});

export const images = z.array(image).max(20, 'must be at most 20');
export const title = line(120);
export const description = lines(5_000);
export const categories = z.array(z.string()).max(10, 'must be at most 10');

export const options = z
  .array(z.object({ name: line(40), value: line(40) }))
  .max(3, 'must be at most 3')
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    'must have different names',
  );

export const variant = z.object({ sku, options: options.default([]), price });

export const expectedVersion = z.number().int().nullish();

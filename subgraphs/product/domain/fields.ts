import {
  amountField,
  atMost,
  breaks,
  fromAmount,
  idempotencyKeyField,
  longText,
  plainText,
} from '@shop/domain';
import { z } from 'zod';
import { goodsFields } from './goods.ts';

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text has the syntax of a slug; no other text finds anything. */
export const isSlug = (text: string): boolean => slugPattern.test(text);

export const slug = z
  .string()
  .refine(...atMost(120))
  .regex(slugPattern, 'must be words of lower-case letters and digits joined by hyphens');

const skuPattern = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/** Whether a text has the syntax of an SKU; no other text finds anything. */
export const isSku = (text: string): boolean => skuPattern.test(text);

export const sku = z
  .string()
  .refine(...atMost(40))
  .regex(skuPattern, 'must be words of letters and digits joined by hyphens');

const maxMajorUnits = 1_000_000;

/** The issue of an amount that `boundedAmount` does not accept. */
export const amountFault = (amount: string, currency: string) => ({
  code: 'custom' as const,
  message: `must be an amount from 0 to ${maxMajorUnits} in ${currency}`,
  ...(Number(amount) > maxMajorUnits ? breaks('TOO_LARGE', maxMajorUnits) : breaks('PATTERN')),
});

/** Parses a decimal amount from 0 to 1,000,000; returns `undefined` for any other. */
export function boundedAmount(amount: string, currency: string) {
  const money = fromAmount(amount, currency);
  return money && Number(amount) <= maxMajorUnits ? money : undefined;
}

export const price = amountField.transform(({ amount, currencyCode }, context) => {
  const money = boundedAmount(amount, currencyCode);
  if (money) return money;
  context.addIssue(amountFault(amount, currencyCode));
  return z.NEVER;
});

/** Rejects white space, which `URL` would ignore. */
const isHttpUrl = (text: string): boolean =>
  !/[\p{Cc}\p{Cs}\s]/u.test(text) && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const image = z.object({
  url: z
    .string()
    .refine(...atMost(2_000))
    .refine(isHttpUrl, { error: 'must be an http or https URL', ...breaks('PATTERN') }),
  alt: longText(300).default(''),
});

export const images = z.array(image).max(20, 'must have at most 20 entries');
export const title = plainText(120);
export const description = longText(5_000);
export const categories = z.array(z.string()).max(10, 'must have at most 10 entries');

export const options = z
  .array(z.object({ name: plainText(40), value: plainText(40) }))
  .max(3, 'must have at most 3 entries')
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, {
    error: 'must have different names',
    ...breaks('DUPLICATE'),
  });

export const variant = z.object({ sku, options: options.default([]), price, ...goodsFields });

export const maxVariants = 100;

export const variants = z
  .array(variant)
  .min(1, 'must not be empty')
  .max(maxVariants, `must have at most ${maxVariants} entries`);

export const status = z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']);

export { expectedVersionField as expectedVersion } from '@shop/domain';

/** The optional key of a mutation that staff repeat. */
export const idempotencyKey = idempotencyKeyField.nullish();

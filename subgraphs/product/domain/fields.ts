import { atMost, fromAmount, isCurrency, longText, plainText } from '@shop/domain';
import { z } from 'zod';

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text can be a slug at all; anything else names nothing. */
export const isSlug = (text: string): boolean => slugPattern.test(text);

export const slug = z
  .string()
  .refine(...atMost(120))
  .regex(slugPattern, 'must be words of lower-case letters and digits joined by hyphens');

const skuPattern = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/** Whether a text can be an SKU at all; anything else names nothing. */
export const isSku = (text: string): boolean => skuPattern.test(text);

export const sku = z
  .string()
  .refine(...atMost(40))
  .regex(skuPattern, 'must be words of letters and digits joined by hyphens');

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
    .refine(...atMost(2_000))
    .refine(isWebAddress, 'must be an http or https address'),
  alt: longText(300).default(''),
});

export const images = z.array(image).max(20, 'must be at most 20');
export const title = plainText(120);
export const description = longText(5_000);
export const categories = z.array(z.string()).max(10, 'must be at most 10');

export const options = z
  .array(z.object({ name: plainText(40), value: plainText(40) }))
  .max(3, 'must be at most 3')
  .refine(
    (list) => new Set(list.map(({ name }) => name)).size === list.length,
    'must have different names',
  );

export const variant = z.object({ sku, options: options.default([]), price });

export const expectedVersion = z.number().int().nullish();

import {
  assertVersion,
  breaks,
  canonicalJson,
  expectedVersionField,
  moneyField,
  plainText,
  shortText,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore, RuleVersion } from './ports.ts';
import { codeField, countryField, optionalTaxClassField } from './rule-fields.ts';
import { comparable } from './shipping.ts';

const absentAsNull = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? null);

const maxGrams = 1_000_000;
const maxDays = 365;
const days = absentAsNull(
  z.number().int().min(0, 'must be at least 0').max(maxDays, `must be at most ${maxDays}`),
);

const rate = z.object({
  maxWeightGrams: absentAsNull(
    z.number().int().min(1, 'must be at least 1').max(maxGrams, `must be at most ${maxGrams}`),
  ),
  minSubtotal: absentAsNull(moneyField),
  price: moneyField,
});

const method = z
  .object({
    code: codeField,
    name: plainText(60),
    taxClass: optionalTaxClassField,
    rates: z.array(rate).min(1, 'must not be empty').max(20, 'must have at most 20 entries'),
    freeFrom: absentAsNull(moneyField),
    minDays: days,
    maxDays: days,
    isDefault: z
      .boolean()
      .nullish()
      .transform((is) => is ?? false),
  })
  .refine((one) => one.minDays === null || one.maxDays === null || one.minDays <= one.maxDays, {
    error: 'must not be less than `minDays`',
    path: ['maxDays'],
    ...breaks('NOT_ALLOWED'),
  });

const bound = shortText(20).refine((code) => comparable(code) !== '', {
  error: 'must have a letter or digit',
  ...breaks('PATTERN'),
});
const range = z
  .object({ from: bound, to: bound })
  .refine(({ from, to }) => comparable(from) <= comparable(to), {
    error: 'must not be less than `from`',
    path: ['to'],
    ...breaks('NOT_ALLOWED'),
  });

const zone = z.object({
  name: plainText(60),
  countries: z
    .array(countryField)
    .max(250, 'must have at most 250 entries')
    .nullish()
    .transform((countries) => countries ?? []),
  postalCodes: z
    .array(range)
    .max(200, 'must have at most 200 entries')
    .nullish()
    .transform((ranges) => ranges ?? []),
  methods: z
    .array(method)
    .max(20, 'must have at most 20 entries')
    .refine((methods) => new Set(methods.map(({ code }) => code)).size === methods.length, {
      error: 'must have different codes',
      ...breaks('DUPLICATE'),
    })
    .refine((methods) => methods.filter(({ isDefault }) => isDefault).length < 2, {
      error: 'must have at most one default',
      ...breaks('DUPLICATE'),
    }),
});

const setShippingRulesInput = z.object({
  zones: z.array(zone).max(100, 'must have at most 100 entries'),
  expectedVersion: expectedVersionField,
});
export type SetShippingRulesInput = z.input<typeof setShippingRulesInput>;

/**
 * Replaces the shipping zones and methods of the shop. Equal rules change nothing, whatever version is expected, so that
 * the call can be repeated. Refuses INVALID_VALUE, VERSION_CONFLICT.
 */
export function setShippingRules(
  pricing: Pick<PricingStore, 'change'>,
  staff: Viewer,
  input: SetShippingRulesInput,
  now = new Date(),
): Promise<RuleVersion<'SHIPPING'>> {
  const { expectedVersion, ...rules } = validate(setShippingRulesInput, input);
  return pricing.change(
    'SHIPPING',
    (current) => {
      if (canonicalJson(current.rules) === canonicalJson(rules)) return undefined;
      assertVersion(current, expectedVersion);
      return rules;
    },
    { actorId: staff.id, now },
  );
}

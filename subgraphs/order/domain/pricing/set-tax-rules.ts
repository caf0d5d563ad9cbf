import {
  assertVersion,
  breaks,
  canonicalJson,
  expectedVersionField,
  optionalText,
  plainText,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore, RuleVersion } from './ports.ts';
import { codeField, countryField, percentField } from './rule-fields.ts';
import { standardTaxClass, type TaxRate } from './tax.ts';

const maxRates = 1_000;

const rate = z
  .object({
    name: plainText(40),
    country: countryField,
    region: optionalText(100),
    taxClass: codeField.nullish().transform((taxClass) => taxClass ?? standardTaxClass),
    percent: percentField,
    validFrom: z
      .date()
      .nullish()
      .transform((date) => date ?? null),
    validTo: z
      .date()
      .nullish()
      .transform((date) => date ?? null),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom < validTo, {
    error: 'must be later than `validFrom`',
    path: ['validTo'],
    ...breaks('NOT_ALLOWED'),
  })
  .transform(({ percent, ...others }): TaxRate => ({ ...others, rate: percent }));

const setTaxRulesInput = z.object({
  pricesIncludeTax: z.boolean(),
  rounding: z.enum(['LINE', 'TOTAL']),
  rates: z
    .array(rate)
    .max(maxRates, `must have at most ${maxRates} entries`)
    .superRefine((rates, context) => {
      for (const [index, one] of rates.entries()) {
        if (!rates.slice(0, index).some((other) => overlaps(one, other))) continue;
        const message = 'must not overlap another rate with the same name, place and class';
        context.addIssue({ code: 'custom', path: [index], message, ...breaks('DUPLICATE') });
      }
    }),
  expectedVersion: expectedVersionField,
});
export type SetTaxRulesInput = z.input<typeof setTaxRulesInput>;

/**
 * Replaces the tax rules of the shop. Equal rules change nothing, whatever version is expected, so that the call can be
 * repeated. Refuses INVALID_VALUE, VERSION_CONFLICT.
 */
export function setTaxRules(
  pricing: Pick<PricingStore, 'change'>,
  staff: Viewer,
  input: SetTaxRulesInput,
  now = new Date(),
): Promise<RuleVersion<'TAX'>> {
  const { expectedVersion, ...rules } = validate(setTaxRulesInput, input);
  return pricing.change(
    'TAX',
    (current) => {
      if (canonicalJson(current.rules) === canonicalJson(rules)) return undefined;
      assertVersion(current, expectedVersion);
      return rules;
    },
    { actorId: staff.id, now },
  );
}

const keyOf = ({ name, country, region, taxClass }: TaxRate): string =>
  JSON.stringify([name, country, region?.toLowerCase() ?? null, taxClass]);

const overlaps = (one: TaxRate, other: TaxRate): boolean =>
  keyOf(one) === keyOf(other) && startsBeforeEndOf(one, other) && startsBeforeEndOf(other, one);

const startsBeforeEndOf = ({ validFrom }: TaxRate, { validTo }: TaxRate): boolean =>
  !validFrom || !validTo || validFrom < validTo;

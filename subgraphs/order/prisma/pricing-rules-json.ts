import { z } from 'zod';
import type { PromotionRules, RuleKind, RulesOf } from '../domain/pricing/ports.ts';
import type { Reward } from '../domain/pricing/promotion.ts';
import type { ShippingRules } from '../domain/pricing/shipping.ts';
import type { TaxRules } from '../domain/pricing/tax.ts';

const time = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));

const tax: z.ZodType<TaxRules> = z.object({
  pricesIncludeTax: z.boolean(),
  rounding: z.enum(['LINE', 'TOTAL']),
  rates: z.array(
    z.object({
      ...{ name: z.string(), country: z.string(), region: z.string().nullable() },
      ...{ taxClass: z.string(), rate: z.number(), validFrom: time, validTo: time },
    }),
  ),
});

const money = z.object({
  minor: z.string().transform((text) => BigInt(text)),
  currency: z.string(),
});

const shipping: z.ZodType<ShippingRules> = z.object({
  zones: z.array(
    z.object({
      ...{ name: z.string(), countries: z.array(z.string()) },
      postalCodes: z.array(z.object({ from: z.string(), to: z.string() })),
      methods: z.array(
        z.object({
          ...{ code: z.string(), name: z.string(), taxClass: z.string().nullable() },
          ...{ minDays: z.number().nullable(), maxDays: z.number().nullable() },
          // Absent in older versions of the rules.
          isDefault: z.boolean().default(false),
          freeFrom: money.nullable(),
          rates: z.array(
            z.object({
              ...{ maxWeightGrams: z.number().nullable(), minSubtotal: money.nullable() },
              price: money,
            }),
          ),
        }),
      ),
    }),
  ),
});

const reward: z.ZodType<Reward> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PERCENT'), rate: z.number() }),
  z.object({ type: z.literal('FIXED'), amount: money }),
  z.object({ type: z.literal('FREE_SHIPPING') }),
  z.object({
    type: z.literal('BUY_X_GET_Y'),
    ...{ buy: z.number(), get: z.number(), rate: z.number() },
  }),
]);

const promotions: z.ZodType<PromotionRules> = z.object({
  promotions: z.array(
    z.object({
      ...{ code: z.string(), name: z.string(), reward, requiresVoucher: z.boolean() },
      ...{ categoryIds: z.array(z.string()), variantIds: z.array(z.string()) },
      ...{ minSubtotal: money.nullable(), customerGroups: z.array(z.string()) },
      ...{ isFirstOrderOnly: z.boolean(), startsAt: time, endsAt: time },
      ...{ maxUses: z.number().nullable(), maxUsesPerCustomer: z.number().nullable() },
      ...{ priority: z.number(), isExclusive: z.boolean() },
    }),
  ),
});

const rulesOf: { readonly [K in RuleKind]: z.ZodType<RulesOf[K]> } = {
  ...{ TAX: tax, SHIPPING: shipping, PROMOTIONS: promotions },
};

/** Returns the column `rules` of a version. Amounts are text, which no number rounds. */
export const rulesToJson = (rules: RulesOf[RuleKind]): string =>
  JSON.stringify(rules, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );

export const rulesFromJson = <K extends RuleKind>(kind: K, json: unknown): RulesOf[K] =>
  rulesOf[kind].parse(json);

import { breaks, constraint, isId, moneyField, plainText } from '@shop/domain';
import { z } from 'zod';
import type { Promotion, Reward } from './promotion.ts';
import { codeField, percentField } from './rule-fields.ts';

const maxCount = 1_000_000;
const maxUnits = 99;

const absentAsNull = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? null);
const listOf = <S extends z.ZodType>(schema: S, max: number) =>
  z
    .array(schema)
    .max(max, `must have at most ${max} entries`)
    .nullish()
    .transform((list) => list ?? []);
const whole = (min: number, max: number) =>
  z.number().int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`);
const isAbove0 = [
  (rate: number) => rate > 0,
  { error: 'must be above 0', ...breaks('TOO_SMALL', 0) },
] as const;
const id = z.string().refine(isId, { error: 'must be an id', ...breaks('PATTERN') });
/** 100 % in millionths. */
const all = 1_000_000;

/** The groups of a customer, and those of a promotion. */
export const customerGroupsField = listOf(codeField, 20).transform((groups) =>
  [...new Set(groups)].sort(),
);

const rewards = z.object({
  percentOff: absentAsNull(percentField.refine(...isAbove0)),
  amountOff: absentAsNull(
    moneyField.refine(({ minor }) => minor > 0n, {
      ...{ path: ['amount'], error: 'must be above 0' },
      ...breaks('TOO_SMALL', 0),
    }),
  ),
  freeShipping: z
    .boolean()
    .nullish()
    .transform((is) => is || null),
  buyXGetY: absentAsNull(
    z.object({
      buy: whole(1, maxUnits),
      get: whole(1, maxUnits),
      percentOff: percentField
        .refine(...isAbove0)
        .nullish()
        .transform((rate) => rate ?? all),
    }),
  ),
});

const conditions = z.object({
  code: codeField,
  name: plainText(60),
  requiresVoucher: z
    .boolean()
    .nullish()
    .transform((is) => is ?? false),
  categoryIds: listOf(id, 100),
  variantIds: listOf(id, 500),
  minSubtotal: absentAsNull(moneyField),
  customerGroups: customerGroupsField,
  isFirstOrderOnly: z
    .boolean()
    .nullish()
    .transform((is) => is ?? false),
  startsAt: absentAsNull(z.date()),
  endsAt: absentAsNull(z.date()),
  maxUses: absentAsNull(whole(1, maxCount)),
  maxUsesPerCustomer: absentAsNull(whole(1, maxCount)),
  priority: whole(0, 1_000)
    .nullish()
    .transform((priority) => priority ?? 0),
  isExclusive: z
    .boolean()
    .nullish()
    .transform((is) => is ?? false),
});

const oneReward = 'Give exactly one of `percentOff`, `amountOff`, `freeShipping` and `buyXGetY`.';

/** A promotion of an input. */
export const promotionField = conditions
  .extend(rewards.shape)
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, {
    ...{ error: 'must be later than `startsAt`', path: ['endsAt'] },
    ...breaks('NOT_ALLOWED'),
  })
  .transform(({ percentOff, amountOff, freeShipping, buyXGetY, ...others }, context): Promotion => {
    const given: Reward[] = [
      ...(percentOff === null ? [] : [{ type: 'PERCENT', rate: percentOff } as const]),
      ...(amountOff ? [{ type: 'FIXED', amount: amountOff } as const] : []),
      ...(freeShipping ? [{ type: 'FREE_SHIPPING' } as const] : []),
      ...(buyXGetY ? [buyXGetYReward(buyXGetY)] : []),
    ];
    const [reward] = given;
    if (reward && given.length === 1) return { ...others, reward };
    context.addIssue({ code: 'custom', message: oneReward, params: constraint('NOT_ALLOWED') });
    return z.NEVER;
  });

const buyXGetYReward = ({
  percentOff,
  ...counts
}: {
  readonly buy: number;
  readonly get: number;
  readonly percentOff: number;
}) => ({ type: 'BUY_X_GET_Y', ...counts, rate: percentOff }) as const;

import { z } from 'zod';

/** What taxes and shipping of a variant depend on. */
export type Goods = {
  /** As in the tax rules of the shop. */
  readonly taxClass: string;
  /** Of one unit; null when it is unknown. */
  readonly weightGrams: number | null;
  /** False for what is not sent, such as a download. */
  readonly isShipped: boolean;
};

export const standardGoods: Goods = { taxClass: 'standard', weightGrams: null, isShipped: true };

const maxGrams = 1_000_000;

/** Fields of an input. Absent ones are standard for a new variant, and stay unchanged for a known one. */
export const goodsFields = {
  taxClass: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
      'must have 1 to 40 characters: a to z, 0 to 9 and hyphens between them',
    )
    .nullish(),
  weightGrams: z
    .number()
    .int()
    .min(0, 'must be at least 0')
    .max(maxGrams, `must be at most ${maxGrams}`)
    .nullish(),
  isShipped: z.boolean().nullish(),
};

type ChosenGoods = { readonly [F in keyof Goods]?: Goods[F] | null | undefined };

/** Returns the values that an input states, and the present ones where it states none. */
export const withGoods = (
  present: Goods,
  { taxClass, weightGrams, isShipped }: ChosenGoods,
): Goods => ({
  taxClass: taxClass ?? present.taxClass,
  weightGrams: weightGrams ?? present.weightGrams,
  isShipped: isShipped ?? present.isShipped,
});

export const isSameGoods = (one: Goods, other: Goods): boolean =>
  one.taxClass === other.taxClass &&
  one.weightGrams === other.weightGrams &&
  one.isShipped === other.isShipped;

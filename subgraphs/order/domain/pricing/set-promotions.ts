import { assertVersion, breaks, canonicalJson, expectedVersionField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore, RuleVersion } from './ports.ts';
import { promotionField } from './promotion-field.ts';

const maxPromotions = 200;

const setPromotionsInput = z.object({
  promotions: z
    .array(promotionField)
    .max(maxPromotions, `must have at most ${maxPromotions} entries`)
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, {
      error: 'must have different codes',
      ...breaks('DUPLICATE'),
    }),
  expectedVersion: expectedVersionField,
});
export type SetPromotionsInput = z.input<typeof setPromotionsInput>;

/**
 * Replaces the promotions of the shop. Equal promotions change nothing, whatever version is expected, so that the call
 * can be repeated. Refuses INVALID_VALUE, VERSION_CONFLICT.
 */
export function setPromotions(
  pricing: Pick<PricingStore, 'change'>,
  staff: Viewer,
  input: SetPromotionsInput,
  now = new Date(),
): Promise<RuleVersion<'PROMOTIONS'>> {
  const { expectedVersion, ...rules } = validate(setPromotionsInput, input);
  return pricing.change(
    'PROMOTIONS',
    (current) => {
      if (canonicalJson(current.rules) === canonicalJson(rules)) return undefined;
      assertVersion(current, expectedVersion);
      return rules;
    },
    { actorId: staff.id, now },
  );
}

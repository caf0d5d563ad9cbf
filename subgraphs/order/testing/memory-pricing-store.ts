import type { PricingStore, RuleKind, RulesOf, RuleVersion } from '../domain/pricing/ports.ts';
import { noRules } from '../domain/pricing/price-order.ts';

/** Creates a fake of the rules of prices in memory, with these rules. */
export function createMemoryPricingStore(
  rules: Partial<RulesOf> = {},
): Pick<PricingStore, 'current' | 'exemptions' | 'groups'> {
  const version = <K extends RuleKind>(kind: K, absent: RulesOf[K]): RuleVersion<K> => ({
    ...{ kind, version: rules[kind] ? 1 : 0, rules: rules[kind] ?? absent },
    ...{ actorId: null, createdAt: null },
  });
  return {
    current: async () => ({
      TAX: version('TAX', noRules.tax),
      SHIPPING: version('SHIPPING', noRules.shipping),
      PROMOTIONS: version('PROMOTIONS', { promotions: [] }),
    }),
    groups: async (customerIds) => customerIds.map(() => []),
    exemptions: async (customerIds) => customerIds.map(() => undefined),
  };
}

import { mutationPayload, requireViewer } from '@shop/service';
import type { OrderContext } from '../context.ts';
import { percentOf } from '../domain/pricing/describe.ts';
import { latestChanges, type RuleVersion } from '../domain/pricing/ports.ts';
import { setShippingRules } from '../domain/pricing/set-shipping-rules.ts';
import { setTaxExemption } from '../domain/pricing/set-tax-exemption.ts';
import { setTaxRules } from '../domain/pricing/set-tax-rules.ts';
import type {
  MutationResolvers,
  PricingRuleChangeResolvers,
  PricingRulesResolvers,
  ShippingMethodResolvers,
  ShippingRulesResolvers,
  ShippingZoneResolvers,
  TaxExemptionChangeResolvers,
  TaxExemptionResolvers,
  TaxRateResolvers,
  TaxRulesResolvers,
} from '../generated/graphql.ts';

/** The payload of a mutation of rules: the rules after the change or, when refused, as they are now. */
export const rulesPayload = ({ pricing }: OrderContext, work: () => Promise<unknown>) =>
  mutationPayload(
    async () => {
      await work();
      return { rules: await pricing.current() };
    },
    async () => ({ rules: await pricing.current() }),
  );

/** The mutations of the rules that prices are made of. */
export const pricingMutations: MutationResolvers = {
  setTaxRules: (_, { input }, context) =>
    rulesPayload(context, () => setTaxRules(context.pricing, requireViewer(context), input)),
  setShippingRules: (_, { input }, context) =>
    rulesPayload(context, () => setShippingRules(context.pricing, requireViewer(context), input)),
  setTaxExemption: (_, { input }, context) =>
    mutationPayload(async () => {
      const id = await setTaxExemption(context.pricing, requireViewer(context), input);
      context.loaders.taxExemption.clear(id);
      context.loaders.taxExemptionChanges.clear(id);
      return { customer: { id } };
    }),
};

export const PricingRules: PricingRulesResolvers = {
  tax: ({ TAX }) => TAX,
  shipping: ({ SHIPPING }) => SHIPPING,
  promotions: ({ PROMOTIONS }) => PROMOTIONS,
  changes: async (_, __, { pricing }) => [...(await pricing.versions(latestChanges))],
};

export const PricingRuleChange: PricingRuleChangeResolvers = {
  author: ({ actorId }) => (actorId === null ? null : { id: actorId }),
  tax: (change) => (change.kind === 'TAX' ? (change as RuleVersion<'TAX'>) : null),
  shipping: (change) => (change.kind === 'SHIPPING' ? (change as RuleVersion<'SHIPPING'>) : null),
  promotions: (change) =>
    change.kind === 'PROMOTIONS' ? (change as RuleVersion<'PROMOTIONS'>) : null,
};

export const TaxRules: TaxRulesResolvers = {
  pricesIncludeTax: ({ rules }) => rules.pricesIncludeTax,
  rounding: ({ rules }) => rules.rounding,
  rates: ({ rules }) => [...rules.rates],
};

export const TaxRate: TaxRateResolvers = {
  percent: ({ rate }) => percentOf(rate),
};

export const TaxExemption: TaxExemptionResolvers = {
  author: ({ actorId }) => ({ id: actorId }),
};

export const TaxExemptionChange: TaxExemptionChangeResolvers = {
  author: ({ actorId }) => ({ id: actorId }),
};

export const ShippingRules: ShippingRulesResolvers = {
  zones: ({ rules }) => [...rules.zones],
};

export const ShippingZone: ShippingZoneResolvers = {
  countries: ({ countries }) => [...countries],
  postalCodes: ({ postalCodes }) => [...postalCodes],
  methods: ({ methods }) => [...methods],
};

export const ShippingMethod: ShippingMethodResolvers = {
  rates: ({ rates }) => [...rates],
};

import { newViewer } from '../fixtures.ts';
import { conflict, manager, type RefusalCases } from './case.ts';

const taxes = { pricesIncludeTax: true, rounding: 'LINE', rates: [] };
const rate = { name: 'VAT', country: 'DE', percent: '101' };
const zone = { name: '', countries: ['DE'], methods: [] };

const ofManager = (input: object) => async () => ({ input: { ...input }, viewer: manager });

/** What is refused of the mutations of the rules that prices are made of. */
export const pricingCases: RefusalCases = {
  'setTaxRules INVALID_VALUE': ofManager({ ...taxes, rates: [rate] }),
  'setTaxRules VERSION_CONFLICT': ofManager({ ...taxes, ...conflict, rounding: 'TOTAL' }),
  'setShippingRules INVALID_VALUE': ofManager({ zones: [zone] }),
  'setShippingRules VERSION_CONFLICT': ofManager({
    zones: [{ ...zone, name: 'Germany' }],
    ...conflict,
  }),
  'setTaxExemption INVALID_VALUE': ofManager({
    customerId: newViewer().id,
    reference: 'x'.repeat(101),
  }),
};

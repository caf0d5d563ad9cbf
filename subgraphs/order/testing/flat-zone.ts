import type { Money } from '@shop/domain';
import type { ShippingZone } from '../domain/pricing/shipping.ts';

/** Returns a zone with one method, `parcel`, at one price. */
export const flatZone = (country: string, price: Money): ShippingZone => ({
  ...{ name: country, countries: [country], postalCodes: [] },
  methods: [
    {
      ...{ code: 'parcel', name: 'Parcel', taxClass: null, freeFrom: null },
      ...{ minDays: 2, maxDays: 4, isDefault: false },
      rates: [{ maxWeightGrams: null, minSubtotal: null, price }],
    },
  ],
});

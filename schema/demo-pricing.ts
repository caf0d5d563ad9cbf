import { idFromName } from '@shop/domain';

const eur = (amount: string) => ({ amount, currencyCode: 'EUR' });

/** Standard rates of value-added tax of the countries that the shop sends parcels to (European Commission, 2026). */
const vat = {
  ...{ AT: '20', DE: '19', ES: '21', FR: '20', HR: '25', IT: '22', NL: '21', PL: '23', SE: '25' },
};

/** Input of `setTaxRules`: prices include the tax of the country that an order is sent to. */
export const demoTaxRules = {
  ...{ pricesIncludeTax: true, rounding: 'LINE' as const },
  rates: Object.entries(vat).map(([country, percent]) => ({ name: 'VAT', country, percent })),
};

/** Zones of `setShippingRules`. */
export const demoShippingZones = [
  {
    ...{ name: 'Europe', countries: Object.keys(vat) },
    methods: [
      {
        ...{ code: 'standard', name: 'Standard', minDays: 3, maxDays: 5, isDefault: true },
        rates: [{ maxWeightGrams: 30_000, price: eur('0.00') }],
      },
      {
        ...{ code: 'express', name: 'Express', minDays: 1, maxDays: 2, freeFrom: eur('300.00') },
        rates: [
          { maxWeightGrams: 2_000, price: eur('9.90') },
          { maxWeightGrams: 10_000, price: eur('14.90') },
        ],
      },
    ],
  },
  {
    name: 'Worldwide',
    methods: [
      {
        ...{ code: 'airmail', name: 'Airmail', minDays: 5, maxDays: 12, isDefault: true },
        ...{ rates: [{ price: eur('19.90') }], freeFrom: eur('200.00') },
      },
    ],
  },
];

/** Promotions of `setPromotions`: two automatic ones, and those of the codes below. */
export const demoPromotions = [
  {
    ...{ code: 'large-orders', name: '5 % off large orders', percentOff: '5' },
    minSubtotal: eur('500.00'),
  },
  {
    ...{ code: 'trade', name: '15 % off for the trade', percentOff: '15' },
    ...{ customerGroups: ['trade'], isExclusive: true },
  },
  {
    ...{ code: 'welcome', name: 'Welcome: 10 % off your first order', percentOff: '10' },
    ...{ requiresVoucher: true, isFirstOrderOnly: true },
  },
  {
    ...{ code: 'three-for-two', name: 'Three for two', buyXGetY: { buy: 2, get: 1 } },
    ...{ requiresVoucher: true, isExclusive: true },
  },
  {
    ...{ code: 'tees', name: '5 EUR off T-shirts', amountOff: eur('5.00'), requiresVoucher: true },
    ...{ categoryIds: [idFromName('category:t-shirts')], minSubtotal: eur('40.00') },
  },
  {
    ...{ code: 'free-shipping', name: 'Free shipping', freeShipping: true, requiresVoucher: true },
    ...{ minSubtotal: eur('50.00'), maxUsesPerCustomer: 3 },
  },
];

/** Voucher codes by the promotions that need them. */
export const demoVouchers = {
  ...{ welcome: 'WELCOME10', 'three-for-two': '3FOR2', tees: 'TEES5', 'free-shipping': 'SHIPFREE' },
};

/** A gift card of the demonstration shop. */
export const demoGiftCard = { code: 'GIFT-CARD-DEMO-2026', amount: eur('500.00') };

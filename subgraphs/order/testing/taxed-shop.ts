import { confirmOrder } from '../domain/confirm-order.ts';
import { placeOrder } from '../domain/place-order.ts';
import { setTaxRules } from '../domain/pricing/set-tax-rules.ts';
import { capturing } from './fake-providers.ts';
import { newKey, newViewer, paymentWindows, shippingAddress, variantA } from './fixtures.ts';
import { flatZone } from './flat-zone.ts';
import { customer, openOrderFixture } from './order-fixture.ts';

/** Opens stores of its own with 7.3 % VAT, which prices do not include, and shipping for 4.90 EUR. */
export async function openTaxedShop() {
  const shop = await openOrderFixture();
  const pricingStaff = newViewer(['pricing:write']);
  await setTaxRules(shop.pricing, pricingStaff, {
    ...{ pricesIncludeTax: false, rounding: 'LINE' },
    rates: [{ name: 'VAT', country: 'DE', percent: '7.3' }],
  });
  const zones = [flatZone('DE', { minor: 490n, currency: 'EUR' })];
  await shop.pricing.change('SHIPPING', () => ({ zones }), {
    actorId: pricingStaff.id,
    now: new Date(),
  });
  return {
    ...shop,
    /** Pays an order of three units at 10.00 EUR and VAT (32.19 EUR), sent for 4.90 EUR and VAT (5.26 EUR). */
    async paidWithShipping(payments = capturing) {
      const lines = [{ variantId: variantA, quantity: 3 }];
      const input = { lines, shippingAddress, shippingMethod: 'parcel', idempotencyKey: newKey() };
      const { order } = await placeOrder(shop, customer, input);
      await confirmOrder(shop.orders, order.id, paymentWindows);
      await shop.pay(order.id, payments);
      return order;
    },
  };
}

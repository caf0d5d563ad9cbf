import {
  emailField,
  idempotencyKeyField,
  moneyField,
  postalAddressField,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { variantLinesField } from './cart/cart.ts';
import type { Order } from './order.ts';
import { newOrderKey } from './order-key.ts';
import { isDecided, waitForMsField, withoutWait } from './order-wait.ts';
import { type PlaceOrderPorts, placeWithPromotions } from './place-order.ts';
import { shippingMethodField } from './pricing/rule-fields.ts';

const placeOrderForCustomerInput = z.object({
  email: emailField,
  lines: variantLinesField(),
  shippingAddress: postalAddressField,
  billingAddress: postalAddressField.nullish(),
  shippingMethod: shippingMethodField,
  expectedTotal: moneyField.nullish(),
  waitForMs: waitForMsField,
  idempotencyKey: idempotencyKeyField,
});
export type PlaceOrderForCustomerInput = z.input<typeof placeOrderForCustomerInput>;

/**
 * Places an order at the shop's current prices for a customer, by staff. It is that of a guest with this e-mail address,
 * who pays it with the link in its e-mails; the limits of unpaid orders do not count for it. Inventory decides afterwards
 * whether stock is available; `waitForMs` waits for it.
 * Refuses INVALID_VALUE, NOT_FOUND for an unknown shipping method, DUPLICATE_LINE, UNKNOWN_VARIANT, VARIANT_UNAVAILABLE,
 * MIXED_CURRENCIES, PRICE_CHANGED.
 */
export async function placeOrderForCustomer(
  { unpaidLimit: _, startWait = withoutWait, ...ports }: PlaceOrderPorts,
  staff: Viewer,
  input: PlaceOrderForCustomerInput,
  now = new Date(),
): Promise<Order> {
  const parsed = validate(placeOrderForCustomerInput, input);
  const { waitForMs, ...recognised } = parsed;
  const awaitOrder = startWait(waitForMs);
  const billingAddress = parsed.billingAddress ?? parsed.shippingAddress;
  const order = await placeWithPromotions(ports, {
    viewer: undefined,
    request: { ...parsed, billingAddress, cartToken: null, fromCart: null },
    key: newOrderKey('placeOrderForCustomer', { viewer: staff }, recognised),
    placedBy: staff.id,
    now,
  });
  return awaitOrder(order, isDecided);
}

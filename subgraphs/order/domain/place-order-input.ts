import {
  constraint,
  emailField,
  emptyAsAbsent,
  idempotencyKeyField,
  moneyField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { optionalCartTokenField, variantLinesField } from './cart/cart.ts';
import { assertGuestKey } from './guest.ts';
import {
  type AddressFields,
  addressFields,
  type ChosenAddresses,
  chooseAddresses,
} from './order-addresses.ts';
import { waitForMsField } from './order-wait.ts';
import { shippingMethodField } from './pricing/rule-fields.ts';

/** An input and its parsed request: two spellings of one request are equal once they are parsed. */
const placeOrderInput = z
  .object({
    lines: variantLinesField().nullish(),
    cartToken: optionalCartTokenField,
    fromCart: z.boolean().nullish(),
    email: emptyAsAbsent(emailField),
    ...addressFields,
    shippingMethod: shippingMethodField,
    expectedTotal: moneyField.nullish(),
    waitForMs: waitForMsField,
    idempotencyKey: idempotencyKeyField,
  })
  .transform(({ fromCart, ...input }) => ({ ...input, fromCart: fromCart || null }));
export type PlaceOrderInput = z.input<typeof placeOrderInput>;
type Parsed = z.output<typeof placeOrderInput>;
export type PlaceOrderRequest = Omit<Parsed, keyof AddressFields> & ChosenAddresses;

/**
 * Parses the input: one source of lines, an address to ship to, and an e-mail address from guests only. Refuses
 * INVALID_VALUE.
 */
export function parsePlaceOrder(
  viewer: Viewer | undefined,
  input: PlaceOrderInput,
): PlaceOrderRequest {
  const parsed = validate(placeOrderInput, input);
  const { shippingAddress, shippingAddressId, useDefaultAddress, ...others } = parsed;
  const { billingAddress, billingAddressId, ...request } = others;
  const sources = [request.lines, request.cartToken, request.fromCart];
  if (sources.filter((source) => source != null).length !== 1) {
    refuse(
      'INVALID_VALUE',
      'Give exactly one of `lines`, `cartToken` and `fromCart`.',
      ['lines'],
      constraint('NOT_ALLOWED'),
    );
  }
  if (viewer && request.email !== null) {
    refuse(
      'INVALID_VALUE',
      'Only guests give an e-mail address; yours is that of your account.',
      ['email'],
      constraint('NOT_ALLOWED'),
    );
  }
  if (!viewer) assertGuestInput(request);
  return { ...request, ...chooseAddresses(viewer, parsed) };
}

function assertGuestInput({
  fromCart,
  email,
  idempotencyKey,
}: Pick<Parsed, 'fromCart' | 'email' | 'idempotencyKey'>): void {
  if (fromCart)
    refuse(
      'INVALID_VALUE',
      'Guests give the token of their cart.',
      ['fromCart'],
      constraint('NOT_ALLOWED'),
    );
  if (email === null)
    refuse('INVALID_VALUE', 'Guests give an e-mail address.', ['email'], constraint('REQUIRED'));
  assertGuestKey(idempotencyKey);
}

import {
  emailField,
  emptyAsAbsent,
  idempotencyKeyField,
  moneyField,
  postalAddressField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { maxLines, maxQuantity, optionalCartTokenField } from './cart/cart.ts';
import { minGuestKeyLength } from './guest.ts';
import { waitForMsField } from './order-wait.ts';

const line = z.object({
  variantId: z.string(),
  quantity: z
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(maxQuantity, `must be at most ${maxQuantity}`),
});

/** An input and its parsed request: two spellings of one request are equal once they are parsed. */
const placeOrderInput = z
  .object({
    lines: z
      .array(line)
      .min(1, 'must not be empty')
      .max(maxLines, `must have at most ${maxLines} entries`)
      .nullish(),
    cartToken: optionalCartTokenField,
    fromCart: z.boolean().nullish(),
    email: emptyAsAbsent(emailField),
    shippingAddress: postalAddressField.nullish(),
    billingAddress: postalAddressField.nullish(),
    expectedTotal: moneyField.nullish(),
    waitForMs: waitForMsField,
    idempotencyKey: idempotencyKeyField,
  })
  .transform(({ fromCart, billingAddress, shippingAddress, ...input }) => ({
    ...input,
    fromCart: fromCart || null,
    shippingAddress: shippingAddress ?? null,
    billingAddress: billingAddress ?? shippingAddress ?? null,
  }));
export type PlaceOrderInput = z.input<typeof placeOrderInput>;
export type PlaceOrderRequest = z.output<typeof placeOrderInput>;

/** Parses the input: one source of lines, and an e-mail address from guests only. Refuses INVALID_VALUE. */
export function parsePlaceOrder(
  viewer: Viewer | undefined,
  input: PlaceOrderInput,
): PlaceOrderRequest {
  const request = validate(placeOrderInput, input);
  const sources = [request.lines, request.cartToken, request.fromCart];
  if (sources.filter((source) => source != null).length !== 1) {
    refuse('INVALID_VALUE', 'Give exactly one of `lines`, `cartToken` and `fromCart`.', ['lines']);
  }
  if (viewer && request.email !== null) {
    refuse('INVALID_VALUE', 'Only guests give an e-mail address; yours is that of your account.', [
      'email',
    ]);
  }
  if (!viewer) assertGuestInput(request);
  return request;
}

function assertGuestInput({ fromCart, email, idempotencyKey }: PlaceOrderRequest): void {
  if (fromCart) refuse('INVALID_VALUE', 'Guests give the token of their cart.', ['fromCart']);
  if (email === null) refuse('INVALID_VALUE', 'Guests give an e-mail address.', ['email']);
  if (idempotencyKey.length < minGuestKeyLength) {
    const message = `The key of a guest must have at least ${minGuestKeyLength} characters.`;
    refuse('INVALID_VALUE', message, ['idempotencyKey']);
  }
}

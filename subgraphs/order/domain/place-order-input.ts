import {
  emailField,
  fromAmount,
  idempotencyKeyField,
  isCurrency,
  postalAddressField,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { cartTokenField, maxLines, maxQuantity } from './cart/cart.ts';
import { minGuestKeyLength } from './guest.ts';

/** Makes null and absent the same input for an idempotency key. */
const optional = <T extends z.ZodType>(field: T) =>
  field.nullish().transform((value) => value ?? undefined);

const line = z.object({
  variantId: z.string(),
  quantity: z
    .number()
    .int()
    .min(1, 'must be at least 1')
    .max(maxQuantity, `must be at most ${maxQuantity}`),
});

const expectedTotal = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .superRefine(({ amount, currencyCode }, context) => {
    const refuseField = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!isCurrency(currencyCode)) refuseField('currencyCode', 'must be an ISO 4217 code');
    else if (!fromAmount(amount, currencyCode))
      refuseField('amount', 'must be an exact amount of the currency');
  });

const placeOrderInput = z.object({
  lines: optional(
    z
      .array(line)
      .min(1, 'must have at least one line')
      .max(maxLines, `must have at most ${maxLines} lines`),
  ),
  cartToken: optional(cartTokenField),
  fromCart: optional(z.boolean()),
  email: optional(emailField),
  shippingAddress: optional(postalAddressField),
  billingAddress: optional(postalAddressField),
  expectedTotal: optional(expectedTotal),
  idempotencyKey: idempotencyKeyField,
});
export type PlaceOrderInput = z.input<typeof placeOrderInput>;
export type PlaceOrderRequest = z.output<typeof placeOrderInput>;

/** Parses the input: one source of lines, and an e-mail address from guests only. Refuses INVALID_VALUE. */
export function parsePlaceOrder(
  viewer: Viewer | undefined,
  input: PlaceOrderInput,
): PlaceOrderRequest {
  const request = validate(placeOrderInput, input);
  const sources = [request.lines, request.cartToken, request.fromCart || undefined];
  if (sources.filter((source) => source !== undefined).length !== 1) {
    refuse('INVALID_VALUE', 'Give exactly one of `lines`, `cartToken` and `fromCart`.', ['lines']);
  }
  if (viewer && request.email !== undefined) {
    refuse('INVALID_VALUE', 'Only guests give an e-mail address; yours is that of your account.', [
      'email',
    ]);
  }
  if (!viewer) assertGuestInput(request);
  return request;
}

function assertGuestInput({ fromCart, email, idempotencyKey }: PlaceOrderRequest): void {
  if (fromCart) refuse('INVALID_VALUE', 'Guests give the token of their cart.', ['fromCart']);
  if (email === undefined) refuse('INVALID_VALUE', 'Guests give an e-mail address.', ['email']);
  if (idempotencyKey.length < minGuestKeyLength) {
    const message = `The key of a guest must have at least ${minGuestKeyLength} characters.`;
    refuse('INVALID_VALUE', message, ['idempotencyKey']);
  }
}

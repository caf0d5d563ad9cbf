import { type Reference, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  methodNotFound,
  type SavedPaymentMethods,
  savedMethodId,
} from './saved-payment-methods.ts';

const removePaymentMethodInput = z.object({ paymentMethodId: savedMethodId });
export type RemovePaymentMethodInput = z.input<typeof removePaymentMethodInput>;

/**
 * Removes a saved payment method of the viewer at the payment provider. Throws `ProviderUnavailable`.
 * Refuses INVALID_VALUE, NOT_FOUND.
 */
export async function removePaymentMethod(
  methods: SavedPaymentMethods,
  { id }: Viewer,
  input: RemovePaymentMethodInput,
): Promise<{ readonly user: Reference; readonly removedPaymentMethodId: string }> {
  const { paymentMethodId } = validate(removePaymentMethodInput, input);
  if (!(await methods.remove(id, paymentMethodId))) methodNotFound();
  return { user: { id }, removedPaymentMethodId: paymentMethodId };
}

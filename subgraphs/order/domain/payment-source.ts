import { constraint, emptyAsAbsent, refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { enteredGiftCardCode } from './gift-cards/gift-card.ts';
import {
  maxSavedMethods,
  methodNotFound,
  type SavedPaymentMethods,
  savedMethodId,
} from './saved-payment-methods.ts';

/** A token of the provider's form, also to be saved for a user, or the id of a method that a user has saved. */
export type PayWith = {
  readonly token: string;
  readonly saveFor?: string;
  readonly savedBy?: string;
};

/** What pays: the payment provider, or a gift card. */
export type PaymentSource = PayWith | { readonly giftCardCode: string };

/** Fields of an input that chooses what pays. */
export const paymentSourceFields = {
  paymentToken: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 characters')
    .nullish(),
  paymentMethodId: emptyAsAbsent(savedMethodId),
  giftCardCode: enteredGiftCardCode.nullish(),
  // Absent and false are the same request.
  savePaymentMethod: z
    .boolean()
    .nullish()
    .transform((isSaved) => isSaved || undefined),
};
type PaymentSourceFields = z.output<z.ZodObject<typeof paymentSourceFields>>;

/** Returns what pays. Refuses INVALID_VALUE unless it is exactly one source, and for guests who want to save a method. */
export function choosePaymentSource(
  viewer: Viewer | undefined,
  { paymentToken: token, paymentMethodId, giftCardCode, savePaymentMethod }: PaymentSourceFields,
): PaymentSource {
  const refuseField = (field: string, message: string): never =>
    refuse('INVALID_VALUE', message, [field], constraint('NOT_ALLOWED'));
  if ([token, paymentMethodId, giftCardCode].filter((source) => source != null).length !== 1) {
    const message = 'Give exactly one of `paymentToken`, `paymentMethodId` and `giftCardCode`.';
    return refuseField('paymentToken', message);
  }
  if (!viewer && (savePaymentMethod || paymentMethodId !== null)) {
    const field = savePaymentMethod ? 'savePaymentMethod' : 'paymentMethodId';
    return refuseField(field, 'Guests have no saved payment methods.');
  }
  if (savePaymentMethod && paymentMethodId !== null) {
    return refuseField('savePaymentMethod', 'This payment method is saved already.');
  }
  if (savePaymentMethod && giftCardCode != null) {
    return refuseField('savePaymentMethod', 'Gift cards are not saved as payment methods.');
  }
  if (giftCardCode != null) return { giftCardCode };
  if (token == null) return { token: paymentMethodId ?? '', savedBy: viewer?.id ?? '' };
  return { token, ...(viewer && savePaymentMethod && { saveFor: viewer.id }) };
}

/** Whether the source is a saved method, or a token to be saved. */
export const concernsSavedMethods = (source: PaymentSource): source is PayWith =>
  'token' in source && (source.savedBy !== undefined || source.saveFor !== undefined);

/**
 * Refuses NOT_FOUND for a saved method that the user does not have, and LIMIT_REACHED when the user has saved as many as
 * possible. Throws `ProviderUnavailable`.
 */
export async function assertCanPayWith(
  methods: SavedPaymentMethods,
  { token, saveFor, savedBy }: PayWith,
): Promise<void> {
  if (savedBy !== undefined) {
    const saved = await methods.ofUser(savedBy);
    if (!saved.some(({ id }) => id === token)) methodNotFound();
  }
  if (saveFor !== undefined && (await methods.ofUser(saveFor)).length >= maxSavedMethods) {
    const message = `At most ${maxSavedMethods} payment methods can be saved. Remove one, or pay without saving.`;
    refuse(
      'LIMIT_REACHED',
      message,
      ['savePaymentMethod'],
      constraint('TOO_MANY', maxSavedMethods),
    );
  }
}

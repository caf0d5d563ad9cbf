import { validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type AddressBook,
  type AddressStores,
  addressChange,
  findAddress,
  onceField,
  withDefault,
} from './address-book.ts';

const removeAddressInput = z.object({ addressId: z.string(), idempotencyKey: onceField });
export type RemoveAddressInput = z.input<typeof removeAddressInput>;

/**
 * Removes an address from the viewer's address book. If it was the default, the oldest remaining address
 * becomes the default. Refuses INVALID_VALUE, NOT_FOUND and IDEMPOTENCY_CONFLICT.
 */
export async function removeAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: RemoveAddressInput,
): Promise<{ removedAddressId: string }> {
  const request = validate(removeAddressInput, input);
  const { addressId } = request;
  const decide = (before: AddressBook): AddressBook => {
    const removed = findAddress(before, addressId);
    const after = before.filter((saved) => saved !== removed);
    return removed.isDefault ? withDefault(after, after[0]?.id) : after;
  };
  await addresses.update(
    userId,
    decide,
    addressChange('removeAddress', userId, addressId, request),
  );
  return { removedAddressId: addressId };
}

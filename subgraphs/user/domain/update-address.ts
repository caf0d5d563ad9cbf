import { postalAddressField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type AddressBook,
  type AddressStores,
  addressChange,
  findAddress,
  onceField,
  type SavedAddress,
} from './address-book.ts';

const updateAddressInput = z.object({
  addressId: z.string(),
  address: postalAddressField,
  idempotencyKey: onceField,
});
export type UpdateAddressInput = z.input<typeof updateAddressInput>;

/** Replaces an address in the viewer's address book. Refuses INVALID_VALUE, NOT_FOUND and IDEMPOTENCY_CONFLICT. */
export async function updateAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: UpdateAddressInput,
): Promise<SavedAddress> {
  const request = validate(updateAddressInput, input);
  const { addressId, address } = request;
  const decide = (before: AddressBook): AddressBook => {
    const old = findAddress(before, addressId);
    return before.map((saved) => (saved === old ? { ...old, ...address } : saved));
  };
  const once = addressChange('updateAddress', userId, addressId, request);
  const { book } = await addresses.update(userId, decide, once);
  return findAddress(book, addressId);
}

import { postalAddressField, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type AddressStores, findAddress, type SavedAddress } from './address-book.ts';

const updateAddressInput = z.object({ addressId: z.string(), address: postalAddressField });
export type UpdateAddressInput = z.input<typeof updateAddressInput>;

/** Replaces an address in the viewer's address book. Refuses INVALID_VALUE and NOT_FOUND. */
export async function updateAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: UpdateAddressInput,
): Promise<SavedAddress> {
  const { addressId, address } = validate(updateAddressInput, input);
  const book = await addresses.update(userId, (before) => {
    const old = findAddress(before, addressId);
    return before.map((saved) => (saved === old ? { ...old, ...address } : saved));
  });
  return findAddress(book, addressId);
}

import type { Viewer } from '@shop/schema';
import { type AddressStores, findAddress, type SavedAddress, withDefault } from './address-book.ts';

export type SetDefaultAddressInput = { readonly addressId: string };

/** Makes an address in the viewer's address book the default. Refuses NOT_FOUND. */
export async function setDefaultAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  { addressId }: SetDefaultAddressInput,
): Promise<SavedAddress> {
  const book = await addresses.update(userId, (before) =>
    withDefault(before, findAddress(before, addressId).id),
  );
  return findAddress(book, addressId);
}

import type { Viewer } from '@shop/schema';
import { type AddressStores, findAddress, withDefault } from './address-book.ts';

export type RemoveAddressInput = { readonly addressId: string };

/**
 * Removes an address from the viewer's address book. If it was the default, the oldest remaining address
 * becomes the default. Refuses NOT_FOUND.
 */
export async function removeAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  { addressId }: RemoveAddressInput,
): Promise<{ removedAddressId: string }> {
  await addresses.update(userId, (before) => {
    const removed = findAddress(before, addressId);
    const after = before.filter((saved) => saved !== removed);
    return removed.isDefault ? withDefault(after, after[0]?.id) : after;
  });
  return { removedAddressId: addressId };
}

import { validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type AddressBook,
  type AddressStores,
  addressChange,
  findAddress,
  onceField,
  type SavedAddress,
  withDefault,
} from './address-book.ts';

const setDefaultAddressInput = z.object({ addressId: z.string(), idempotencyKey: onceField });
export type SetDefaultAddressInput = z.input<typeof setDefaultAddressInput>;

/** Makes an address in the viewer's address book the default. Refuses INVALID_VALUE, NOT_FOUND and IDEMPOTENCY_CONFLICT. */
export async function setDefaultAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: SetDefaultAddressInput,
): Promise<SavedAddress> {
  const request = validate(setDefaultAddressInput, input);
  const { addressId } = request;
  const decide = (before: AddressBook): AddressBook =>
    withDefault(before, findAddress(before, addressId).id);
  const once = addressChange('setDefaultAddress', userId, addressId, request);
  const { book } = await addresses.update(userId, decide, once);
  return findAddress(book, addressId);
}

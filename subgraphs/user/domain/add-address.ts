import { constraint, newId, postalAddressField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type AddressStores,
  findAddress,
  maxAddresses,
  type SavedAddress,
  withDefault,
} from './address-book.ts';

const addAddressInput = z.object({
  address: postalAddressField,
  makeDefault: z.boolean().nullish(),
});
export type AddAddressInput = z.input<typeof addAddressInput>;

/** Adds an address to the viewer's address book. Refuses INVALID_VALUE and LIMIT_REACHED. */
export async function addAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: AddAddressInput,
  now = new Date(),
): Promise<SavedAddress> {
  const { address, makeDefault } = validate(addAddressInput, input);
  const added = { ...address, id: newId(), userId, isDefault: false, createdAt: now };
  const book = await addresses.update(userId, (before) => {
    if (before.length >= maxAddresses) {
      const message = `An address book has at most ${maxAddresses} addresses.`;
      refuse('LIMIT_REACHED', message, undefined, constraint('TOO_MANY', maxAddresses));
    }
    const after = [...before, added];
    return makeDefault || before.length === 0 ? withDefault(after, added.id) : after;
  });
  return findAddress(book, added.id);
}

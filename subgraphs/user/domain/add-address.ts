import { constraint, newId, postalAddressField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import {
  type AddressBook,
  type AddressStores,
  addressChange,
  maxAddresses,
  onceField,
  type SavedAddress,
  withDefault,
} from './address-book.ts';

const addAddressInput = z.object({
  address: postalAddressField,
  makeDefault: z.boolean().nullish(),
  idempotencyKey: onceField,
});
export type AddAddressInput = z.input<typeof addAddressInput>;

/**
 * Adds an address to the viewer's address book, once per key. A repeated request returns the address that the first one
 * added. Refuses INVALID_VALUE, NOT_FOUND, LIMIT_REACHED and IDEMPOTENCY_CONFLICT.
 */
export async function addAddress(
  { addresses }: AddressStores,
  { id: userId }: Viewer,
  input: AddAddressInput,
  now = new Date(),
): Promise<SavedAddress> {
  const request = validate(addAddressInput, input);
  const { address, makeDefault } = request;
  const added = { ...address, id: newId(), userId, isDefault: false, createdAt: now };
  const decide = (before: AddressBook): AddressBook => {
    if (before.length >= maxAddresses) {
      const message = `An address book has at most ${maxAddresses} addresses.`;
      refuse('LIMIT_REACHED', message, undefined, constraint('TOO_MANY', maxAddresses));
    }
    const after = [...before, added];
    return makeDefault || before.length === 0 ? withDefault(after, added.id) : after;
  };
  const once = addressChange('addAddress', userId, added.id, request);
  const { book, firstAddressId = added.id } = await addresses.update(userId, decide, once);
  const saved = book.find(({ id }) => id === firstAddressId);
  return saved ?? refuse('NOT_FOUND', 'The address was removed.');
}

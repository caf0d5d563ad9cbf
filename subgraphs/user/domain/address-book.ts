import { type Address, addressInput, newId, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';

export type SavedAddress = Address & {
  readonly id: string;
  readonly userId: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
};

/** All addresses of one user, the oldest first; unless it is empty, exactly one is the default. */
export type AddressBook = readonly SavedAddress[];

export type AddressStore = {
  /** Decides the whole book under the lock of the account. Refuses NOT_FOUND when there is no such user. */
  update(userId: string, decide: (book: AddressBook) => AddressBook): Promise<AddressBook>;
  ofUsers(userIds: readonly string[]): Promise<AddressBook[]>;
};

type Stores = { readonly addresses: AddressStore };

const maxAddresses = 20;

/** The book with this address, and no other, as its default. */
const withDefault = (book: AddressBook, id: string | undefined): AddressBook =>
  book.map((one) =>
    one.isDefault === (one.id === id) ? one : { ...one, isDefault: !one.isDefault },
  );

function named(book: AddressBook, id: string): SavedAddress {
  const address = book.find((one) => one.id === id);
  return address ?? refuse('NOT_FOUND', 'You have no such address.', ['addressId']);
}

const addAddressInput = z.object({ address: addressInput, makeDefault: z.boolean().nullish() });
export type AddAddressInput = z.input<typeof addAddressInput>;

/** Adds an address of the caller. Refuses INVALID_VALUE and LIMIT_REACHED. */
export async function addAddress(
  { addresses }: Stores,
  { id: userId }: Viewer,
  input: AddAddressInput,
  now = new Date(),
): Promise<SavedAddress> {
  const { address, makeDefault } = validate(addAddressInput, input);
  const added = { ...address, id: newId(), userId, isDefault: false, createdAt: now };
  const book = await addresses.update(userId, (before) => {
    if (before.length >= maxAddresses) {
      refuse('LIMIT_REACHED', `An address book has at most ${maxAddresses} addresses.`);
    }
    const after = [...before, added];
    return makeDefault || before.length === 0 ? withDefault(after, added.id) : after;
  });
  return named(book, added.id);
}

const updateAddressInput = z.object({ addressId: z.string(), address: addressInput });
export type UpdateAddressInput = z.input<typeof updateAddressInput>;

/** Replaces an address of the caller. Refuses INVALID_VALUE and NOT_FOUND. */
export async function updateAddress(
  { addresses }: Stores,
  { id: userId }: Viewer,
  input: UpdateAddressInput,
): Promise<SavedAddress> {
  const { addressId, address } = validate(updateAddressInput, input);
  const book = await addresses.update(userId, (before) => {
    const old = named(before, addressId);
    return before.map((one) => (one === old ? { ...old, ...address } : one));
  });
  return named(book, addressId);
}

/** Takes an address of the caller away; the oldest that is left becomes the default. Refuses NOT_FOUND. */
export async function removeAddress(
  { addresses }: Stores,
  { id: userId }: Viewer,
  { addressId }: { readonly addressId: string },
): Promise<{ removedAddressId: string }> {
  await addresses.update(userId, (before) => {
    const gone = named(before, addressId);
    const after = before.filter((one) => one !== gone);
    return gone.isDefault ? withDefault(after, after[0]?.id) : after;
  });
  return { removedAddressId: addressId };
}

/** Makes an address of the caller the default. Refuses NOT_FOUND. */
export async function setDefaultAddress(
  { addresses }: Stores,
  { id: userId }: Viewer,
  { addressId }: { readonly addressId: string },
): Promise<SavedAddress> {
  const book = await addresses.update(userId, (before) =>
    withDefault(before, named(before, addressId).id),
  );
  return named(book, addressId);
}

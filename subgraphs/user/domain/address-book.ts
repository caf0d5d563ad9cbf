import {
  type IdempotencyKey,
  idempotencyKeyField,
  optionalIdempotencyKey,
  type PostalAddress,
  refuse,
} from '@shop/domain';

export type SavedAddress = PostalAddress & {
  readonly id: string;
  readonly userId: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
};

/** All addresses of one user, oldest first. Exactly one is the default, unless the book is empty. */
export type AddressBook = readonly SavedAddress[];

/** A request with a key, and the id of the address that it changes. */
export type AddressChange = { readonly key: IdempotencyKey; readonly addressId: string };

/** The key of a mutation of the address book; a repeated one has no further effect. */
export const onceField = idempotencyKeyField.nullish();

/** Returns a change as it is stored with its key; `undefined` for a request without one. */
export function addressChange(
  operation: string,
  userId: string,
  addressId: string,
  request: { readonly idempotencyKey?: string | null | undefined },
): AddressChange | undefined {
  const key = optionalIdempotencyKey(operation, userId, request);
  return key && { key, addressId };
}

export type AddressStore = {
  /**
   * Decides the whole book under the lock of the account. A repeated request with a key changes nothing and returns the
   * book as it is now, with the address of the first one. Refuses NOT_FOUND when the user does not exist, and
   * IDEMPOTENCY_CONFLICT.
   */
  update(
    userId: string,
    decide: (book: AddressBook) => AddressBook,
    once?: AddressChange,
  ): Promise<{ readonly book: AddressBook; readonly firstAddressId?: string }>;
  ofUsers(userIds: readonly string[]): Promise<AddressBook[]>;
};

export type AddressStores = { readonly addresses: AddressStore };

export const maxAddresses = 20;

/** Returns the book with the given address, and no other, as the default. */
export const withDefault = (book: AddressBook, id: string | undefined): AddressBook =>
  book.map((address) =>
    address.isDefault === (address.id === id)
      ? address
      : { ...address, isDefault: !address.isDefault },
  );

/** Returns the address with this id. Refuses NOT_FOUND. */
export function findAddress(book: AddressBook, id: string): SavedAddress {
  const address = book.find((saved) => saved.id === id);
  return (
    address ??
    refuse('NOT_FOUND', 'Your address book does not contain this address.', ['addressId'])
  );
}

import { type PostalAddress, refuse } from '@shop/domain';

export type SavedAddress = PostalAddress & {
  readonly id: string;
  readonly userId: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
};

/** All addresses of one user, oldest first. Exactly one is the default, unless the book is empty. */
export type AddressBook = readonly SavedAddress[];

export type AddressStore = {
  /** Decides the whole book under the lock of the account. Refuses NOT_FOUND when the user does not exist. */
  update(userId: string, decide: (book: AddressBook) => AddressBook): Promise<AddressBook>;
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

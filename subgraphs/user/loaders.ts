import DataLoader from 'dataloader';
import type { AddressBook, AddressStore } from './domain/address-book.ts';
import type { UserStore } from './domain/ports.ts';
import type { User } from './domain/user.ts';

/** Batched reads of one request. */
export const createLoaders = (users: UserStore, addresses: AddressStore) => ({
  user: new DataLoader<string, User | undefined>((ids) => users.byIds(ids)),
  addressBook: new DataLoader<string, AddressBook>((userIds) => addresses.ofUsers(userIds)),
});

export type Loaders = ReturnType<typeof createLoaders>;

import DataLoader from 'dataloader';
import type { UserStore } from './domain/ports.ts';
import type { User } from './domain/user.ts';

/** Batched reads of one request. */
export const createLoaders = (users: UserStore) => ({
  user: new DataLoader<string, User | undefined>((ids) => users.byIds(ids)),
});

export type Loaders = ReturnType<typeof createLoaders>;

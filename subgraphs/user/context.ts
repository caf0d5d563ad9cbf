import type { Origin } from '@shop/schema';
import type { Caller } from '@shop/service';
import type { UserStore } from './domain/ports.ts';
import type { Accounts } from './domain/register.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export type UserContext = Caller & Accounts & { readonly loaders: Loaders };

type Sources = Omit<Accounts, 'users'> & { readonly users: (origin: Origin) => UserStore };

/** What resolvers get, new for each request. */
export const createContext =
  ({ users, ...rest }: Sources) =>
  ({ viewer }: Caller, origin: Origin): UserContext => {
    const store = users(origin);
    return { ...rest, viewer, users: store, loaders: createLoaders(store) };
  };

import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { AddressStore } from './domain/address-book.ts';
import type { MailTokens } from './domain/issue-mail-token.ts';
import type {
  AccountStore,
  LoginAttemptStore,
  MailTokenStore,
  SessionStore,
  UserStore,
} from './domain/ports.ts';
import type { Accounts } from './domain/register.ts';
import type { User } from './domain/user.ts';
import { createLoaders, type Loaders } from './loaders.ts';

type Stores = {
  readonly users: UserStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly addresses: AddressStore;
  readonly mailTokens: MailTokenStore;
  readonly attempts: LoginAttemptStore;
};

type Fixed = Omit<Accounts & MailTokens, keyof Stores>;

export type UserContext = ViewerContext &
  Stores &
  Fixed & {
    readonly loaders: Loaders;
    /** Accounts this very request has signed in to: their owner may see them in its answer. */
    readonly signedInAs: Set<string>;
  };

/** What `UserConnection` resolves from. */
export type UserConnection = Connection<User>;

type Sources = Fixed & { readonly stores: (origin: Origin) => Stores };

/** What resolvers get, new for each request. */
export const createContext =
  ({ stores, ...fixed }: Sources) =>
  (caller: ViewerContext, origin: Origin): UserContext => {
    const own = stores(origin);
    return {
      ...fixed,
      ...caller,
      ...own,
      loaders: createLoaders(own.users, own.addresses),
      signedInAs: new Set(),
    };
  };

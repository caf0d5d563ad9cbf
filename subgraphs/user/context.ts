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

/** Dependencies that all requests share. */
type Shared = Omit<Accounts & MailTokens, keyof Stores>;

export type UserContext = Omit<ViewerContext, 'viewer'> &
  Stores &
  Shared & {
    /** Of the request; once an anonymous request has signed in, of its first new session. */
    viewer: ViewerContext['viewer'];
    readonly loaders: Loaders;
    /**
     * Ids of the accounts that this request has signed in to or verified; its response may contain their private fields.
     */
    readonly signedInAs: Set<string>;
  };

/** What `UserConnection` resolves from. */
export type UserConnection = Connection<User>;

type Sources = Shared & { readonly stores: (origin: Origin) => Stores };

/** Creates the context of one request. */
export const createContext =
  ({ stores, ...shared }: Sources) =>
  (viewerContext: ViewerContext, origin: Origin): UserContext => {
    const requestStores = stores(origin);
    return {
      ...shared,
      ...viewerContext,
      ...requestStores,
      loaders: createLoaders(requestStores.users, requestStores.addresses),
      signedInAs: new Set(),
    };
  };

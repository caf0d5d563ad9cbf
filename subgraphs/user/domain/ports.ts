import type { Account, User, UserEvent } from './user.ts';

/** A decision: the state to save and the events to say, together or not at all. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };

export type UserStore = {
  /** Saves a new account. Refuses EMAIL_UNAVAILABLE. */
  add(change: Change<Account, UserEvent>): Promise<User>;
  byIds(ids: readonly string[]): Promise<(User | undefined)[]>;
  accountByEmail(email: string): Promise<Account | undefined>;
};

export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /** Takes as long for `undefined` (no such account) as for a wrong password. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
};

export type Session = { readonly accessToken: string; readonly expiresAt: Date };

export type SessionIssuer = { open(user: User): Session };

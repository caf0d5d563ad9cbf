import type { Change, Page, PageRequest } from '@shop/domain';
import type { EventData, Revocations, Role } from '@shop/schema';
import type { MailToken, MailTokenPurpose } from './mail-token.ts';
import type { AccessToken, Session } from './session.ts';
import type { Attempts } from './throttle.ts';
import type { Account, User, UserEvent } from './user.ts';

/**
 * A decision about an account, its sessions and its mail tokens. The account is written only when `next` is
 * another object.
 */
export type AccountChange = Change<Account, UserEvent> & {
  readonly opens?: { readonly session: Session; readonly refreshTokenHash: string };
  readonly ends?: SessionEnd;
  /** A new token. It invalidates the tokens of the same purpose. */
  readonly mailToken?: MailToken;
  /** Invalidates the unused tokens of these purposes. */
  readonly invalidates?: readonly MailTokenPurpose[];
  /** Deletes the address book and the mail tokens, and what all sessions recorded about their clients. */
  readonly erases?: true;
};

export type SessionEnd = {
  readonly sessionIds: readonly string[];
  readonly reason: EventData<'user.sessions_revoked.v1'>['reason'];
  readonly at: Date;
};

/** An account under its row lock, with the sessions that were not ended, oldest first. */
export type LockedAccount = { readonly account: Account; readonly sessions: readonly Session[] };

/** An account under its row lock, beside the account that administers it, locked too; absent when deleted. */
export type AdministeredAccount = LockedAccount & { readonly administrator: Account | undefined };

export type AccountStore = {
  /** Saves a new account. Refuses EMAIL_UNAVAILABLE. */
  add(change: AccountChange): Promise<Account>;
  /** Decides under the lock of the account. Refuses NOT_FOUND. */
  update(
    id: string,
    decide: (locked: LockedAccount) => AccountChange | Promise<AccountChange>,
  ): Promise<Account>;
  /**
   * Decides under the locks of the account and of the administrator's account, so that administrators who remove each
   * other are judged one after the other. Refuses NOT_FOUND.
   */
  administer(
    administratorId: string,
    id: string,
    decide: (locked: AdministeredAccount) => AccountChange,
  ): Promise<Account>;
  byId(id: string): Promise<Account | undefined>;
  byEmail(email: string): Promise<Account | undefined>;
};

export type UserFilter = {
  /** Beginning of the e-mail address or of the display name, regardless of case. */
  readonly search?: string | undefined;
  readonly status?: User['status'] | undefined;
  readonly role?: Role | undefined;
};

export type UserStore = {
  byIds(ids: readonly string[]): Promise<(User | undefined)[]>;
  /** Newest first. */
  page(filter: UserFilter, page: PageRequest): Promise<Page<User>>;
  count(filter: UserFilter): Promise<number>;
};

/** The decision about a presented refresh token. */
export type Rotation =
  | {
      readonly verdict: 'ROTATED';
      readonly session: Session;
      readonly refreshTokenHash: string;
    }
  | { readonly verdict: 'REUSED'; readonly change: AccountChange }
  | { readonly verdict: 'ENDED' | 'SUSPENDED' };

export type PresentedToken = {
  readonly account: Account;
  readonly session: Session;
  readonly revoked: boolean;
  /** Of the first use. */
  readonly usedAt: Date | null;
};

export type SessionStore = {
  /** Returns the sessions of a user that are active at `now`, the most recently used first. */
  activeOf(userId: string, now: Date): Promise<Session[]>;
  /** Decides under the lock of the account. Returns `undefined` when the token is unknown. */
  rotate(
    refreshTokenHash: string,
    decide: (presented: PresentedToken) => Rotation,
  ): Promise<{ readonly account: Account; readonly rotation: Rotation } | undefined>;
};

export type MailTokenStore = {
  /** Decides under the lock of the account; `recent` is the number of tokens of the purpose since `since`. */
  issue(
    userId: string,
    purpose: MailTokenPurpose,
    since: Date,
    decide: (account: Account, recent: number) => AccountChange,
  ): Promise<void>;
  /** Returns the account of a valid token. */
  ownerOf(hash: string, purpose: MailTokenPurpose, now: Date): Promise<Account | undefined>;
  /**
   * Uses a token and saves the decision, which may depend on the token. Returns `undefined` when the token is not valid.
   * Refuses EMAIL_UNAVAILABLE when another account has the address of the decision; the token stays valid.
   */
  consume(
    hash: string,
    purpose: MailTokenPurpose,
    now: Date,
    decide: (locked: LockedAccount, token: MailToken) => AccountChange,
  ): Promise<Account | undefined>;
};

export type LoginAttemptStore = {
  /** Saves the decision about these counters under their lock. */
  update(
    keys: readonly string[],
    now: Date,
    decide: (attempts: readonly (Attempts | undefined)[]) => readonly Attempts[],
  ): Promise<void>;
  /** Whether the account was signed in to from this client address since then. */
  hasSignedIn(email: string, clientAddress: string, since: Date): Promise<boolean>;
};

export type RevocationLog = { since(time: Date): Promise<Revocations> };

export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /** Takes as long for `undefined` (no such account) as for a wrong password. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
  /** Whether the hash was made with other parameters than the current ones. */
  needsRehash(hash: string): boolean;
};

export type AccessTokens = { sign(account: Account, sessionId: string, now: Date): AccessToken };

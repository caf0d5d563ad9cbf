import type { Page, PageRequest } from '@shop/domain';
import type { EventData, Revocations, Role } from '@shop/schema';
import type { MailToken, MailTokenPurpose } from './mail-token.ts';
import type { AccessToken, Session } from './session.ts';
import type { Attempts } from './throttle.ts';
import type { Account, User, UserEvent } from './user.ts';

/** A decision: the state to save and the events to say, together or not at all. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };

/** What is decided about an account, with its sessions and mails. An account left as it is is not written. */
export type AccountChange = Change<Account, UserEvent> & {
  readonly opens?: { readonly session: Session; readonly refreshTokenHash: string };
  readonly ends?: SessionEnd;
  /** Voids those of the same purpose. */
  readonly mailToken?: MailToken;
  /** Voids tokens of this purpose that are under way. */
  readonly voids?: MailTokenPurpose;
};

export type SessionEnd = {
  readonly sessionIds: readonly string[];
  readonly reason: EventData<'user.sessions_revoked.v1'>['reason'];
  readonly at: Date;
};

/** An account under its row lock, with the sessions nobody has ended, the oldest first. */
export type Held = { readonly account: Account; readonly sessions: readonly Session[] };

export type AccountStore = {
  /** Saves a new account. Refuses EMAIL_UNAVAILABLE. */
  add(change: AccountChange): Promise<Account>;
  /** Decides under the lock of the account. Refuses NOT_FOUND. */
  update(
    id: string,
    decide: (held: Held) => AccountChange | Promise<AccountChange>,
  ): Promise<Account>;
  byId(id: string): Promise<Account | undefined>;
  byEmail(email: string): Promise<Account | undefined>;
};

export type UserFilter = {
  /** Beginning of the e-mail address or of the name, in whatever case. */
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

/** What becomes of a refresh token that is presented. */
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
  readonly used: boolean;
};

export type SessionStore = {
  /** Sessions of a user that go on at `now`, the one used last first. */
  activeOf(userId: string, now: Date): Promise<Session[]>;
  /** Decides under the lock of the account; `undefined` when nobody has had this token. */
  rotate(
    refreshTokenHash: string,
    decide: (presented: PresentedToken) => Rotation,
  ): Promise<{ readonly account: Account; readonly rotation: Rotation } | undefined>;
};

export type MailTokenStore = {
  /** Decides under the lock of the account; `recent` counts those of the purpose made after `since`. */
  issue(
    userId: string,
    purpose: MailTokenPurpose,
    since: Date,
    decide: (account: Account, recent: number) => AccountChange,
  ): Promise<void>;
  /** Whose token this is, while it is good. */
  ownerOf(hash: string, purpose: MailTokenPurpose, now: Date): Promise<Account | undefined>;
  /** Uses the token up and saves what is decided; `undefined` when it is not good (any more). */
  consume(
    hash: string,
    purpose: MailTokenPurpose,
    now: Date,
    decide: (held: Held) => AccountChange,
  ): Promise<Account | undefined>;
};

export type LoginAttemptStore = {
  /** Saves what is decided about these counters, which nobody else changes meanwhile. */
  change(
    keys: readonly string[],
    now: Date,
    decide: (known: readonly (Attempts | undefined)[]) => readonly Attempts[],
  ): Promise<void>;
  /** Whether somebody has signed in to this account from this address since then. */
  hasSignedIn(email: string, address: string, since: Date): Promise<boolean>;
};

export type RevocationLog = { since(time: Date): Promise<Revocations> };

export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /** Takes as long for `undefined` (no such account) as for a wrong password. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean;
};

export type AccessTokens = { sign(account: Account, sessionId: string, now: Date): AccessToken };

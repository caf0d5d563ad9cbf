import { plainText } from '@shop/domain';
import type { EventsOf, Role } from '@shop/schema';

export type User = {
  readonly id: string;
  /** Lower case; unique. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly status: 'ACTIVE' | 'SUSPENDED';
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: Date;
};

/** An account with what it signs in with; never leaves the domain. */
export type Account = User & {
  readonly passwordHash: string;
  /** Access tokens with a smaller `gen` claim are void. */
  readonly generation: number;
  readonly generationChangedAt: Date | null;
};

export type UserEvent = EventsOf<'user'>;

export const displayNameField = plainText(80);

/** The account with a change, one version later. */
export const changed = (account: Account, change: Partial<Account>): Account => ({
  ...account,
  ...change,
  version: account.version + 1,
});

/** The same, and access tokens signed before are void. */
export const outdated = (account: Account, change: Partial<Account>, now: Date): Account =>
  changed(account, {
    ...change,
    generation: account.generation + 1,
    generationChangedAt: now,
  });

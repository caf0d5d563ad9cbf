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
  /** Increases with each change. */
  readonly version: number;
  readonly createdAt: Date;
};

/** A user with the password hash and token generation; never leaves the domain. */
export type Account = User & {
  readonly passwordHash: string;
  /** Access tokens with a smaller `gen` claim are invalid. */
  readonly generation: number;
  readonly generationChangedAt: Date | null;
};

export type UserEvent = EventsOf<'user'>;

export const displayNameField = plainText(80);

/** Returns the account with a change, one version later. */
export const changed = (account: Account, change: Partial<Account>): Account => ({
  ...account,
  ...change,
  version: account.version + 1,
});

/** Returns the part of a change that invalidates the access tokens signed before. */
export const invalidateTokens = (
  { generation }: Account,
  now: Date,
): Pick<Account, 'generation' | 'generationChangedAt'> => ({
  generation: generation + 1,
  generationChangedAt: now,
});

/** Returns the event of a new password: chosen with the current one, or with a link from an e-mail. */
export const passwordChanged = ({ id, email }: Account, by: 'CHANGE' | 'RESET'): UserEvent => ({
  type: 'user.password_changed.v1',
  subject: id,
  data: { userId: id, email, by },
});

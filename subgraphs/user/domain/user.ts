import type { Fact, Role } from '@shop/schema';

export type User = {
  readonly id: string;
  /** Lower case; unique. */
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
};

/** An account with what it signs in with; never leaves the domain. */
export type Account = User & { readonly passwordHash: string };

export type UserEvent = Fact<'user.registered.v1'>;

/** E-mail addresses that differ in case or outer spaces are the same account. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

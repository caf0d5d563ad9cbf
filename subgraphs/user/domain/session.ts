import type { Viewer } from '@shop/schema';

const dayMs = 86_400_000;

/** A session ends after 30 days without use, and 90 days after login at the latest. */
const idleMs = 30 * dayMs;
const absoluteMs = 90 * dayMs;

/** How long ended sessions are stored: they tell from which addresses the user has signed in. */
export const sessionRetentionMs = 30 * dayMs;

/** One login on one device: the family of its refresh tokens. */
export type Session = {
  /** UUIDv7; the claim `sid` of its access tokens. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly clientAddress: string | null;
};

/** The client of a request, as the gateway reports it. */
export type Client = {
  readonly clientAddress?: string | undefined;
  readonly userAgent?: string | undefined;
};

/** A signed access token, with the viewer that its claims make. */
export type AccessToken = {
  readonly viewer: Viewer;
  readonly accessToken: string;
  readonly expiresAt: Date;
};

/** What a client receives when it signs in. The refresh token is exchanged once. */
export type SessionTokens = AccessToken & {
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
};

/** Returns the session as used now: it continues for 30 days, but not beyond its absolute end. */
export const touchSession = (
  session: Session,
  { clientAddress, userAgent }: Client,
  now: Date,
): Session => ({
  ...session,
  lastUsedAt: now,
  expiresAt: new Date(Math.min(now.getTime() + idleMs, session.createdAt.getTime() + absoluteMs)),
  userAgent: userAgent ?? null,
  clientAddress: clientAddress ?? null,
});

const dayMs = 86_400_000;

/** A session ends when it was not used for 30 days, and 90 days after signing in at the latest. */
const idleMs = 30 * dayMs;
const absoluteMs = 90 * dayMs;

/** Ended sessions are remembered this long: they say from where somebody has signed in. */
export const rememberedMs = 30 * dayMs;

/** One signing-in on one device: the family of its refresh tokens. */
export type Session = {
  /** UUIDv7; claim `sid` of its access tokens. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
};

/** Where a request comes from, as the gateway saw it. */
export type Client = {
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
};

export type AccessToken = { readonly accessToken: string; readonly expiresAt: Date };

/** What a client that signed in gets. The refresh token is good for one use. */
export type SessionTokens = AccessToken & {
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
};

/** The session used now: it goes on for 30 days, but not beyond its absolute end. */
export const used = (session: Session, { address, userAgent }: Client, now: Date): Session => ({
  ...session,
  lastUsedAt: now,
  expiresAt: new Date(Math.min(now.getTime() + idleMs, session.createdAt.getTime() + absoluteMs)),
  userAgent: userAgent ?? null,
  address: address ?? null,
});

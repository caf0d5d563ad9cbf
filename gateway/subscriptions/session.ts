import type { Viewer } from '@shop/schema';
import { graphqlError } from '@shop/service';
import { GraphQLError } from 'graphql';
import type { Authenticate } from '../identity/authenticate.ts';
import { invalidToken } from '../identity/errors.ts';

/** Who holds a connection, as long as its access token is valid. */
export type Session = {
  /** `undefined` when anonymous. */
  readonly viewer: Viewer | undefined;
  /** Verifies the token again. Throws UNAUTHENTICATED once it is invalid, and ends the session. */
  check(): Promise<void>;
  close(): void;
};

export type Sessions = {
  /**
   * Opens a session. `onEnd` is called when its token expires or is revoked. Throws UNAUTHENTICATED, or
   * SERVICE_UNAVAILABLE when tokens cannot be verified.
   */
  open(authorization: string | undefined, onEnd: (error: GraphQLError) => void): Promise<Session>;
  /** Verifies the tokens of all sessions again: some may have been revoked. */
  checkAll(): void;
};

/** Node starts timers with a longer delay at once. */
const maxDelayMs = 2 ** 31 - 1;

const isRefusal = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && error.extensions['code'] === 'UNAUTHENTICATED';

/** Creates the sessions of all connections of one gateway. */
export function createSessions(authenticate: Authenticate): Sessions {
  const sessions = new Set<Session>();

  async function open(
    authorization: string | undefined,
    onEnd: (error: GraphQLError) => void,
  ): Promise<Session> {
    const { viewer, hasExpiredToken, expiresAt } = await authenticate(authorization);
    if (hasExpiredToken) throw expired();
    const timer =
      expiresAt === undefined
        ? undefined
        : setTimeout(() => end(expired()), Math.min(expiresAt - Date.now(), maxDelayMs)).unref();
    const end = (error: GraphQLError) => {
      session.close();
      onEnd(error);
    };
    const session: Session = {
      viewer,
      async check() {
        try {
          if ((await authenticate(authorization)).hasExpiredToken) throw expired();
        } catch (error) {
          // While the keys cannot be read, a token is neither valid nor invalid.
          if (!isRefusal(error)) return;
          if (sessions.has(session)) end(error);
          throw error;
        }
      },
      close() {
        clearTimeout(timer);
        sessions.delete(session);
      },
    };
    if (viewer) sessions.add(session);
    return session;
  }

  return {
    open,
    checkAll() {
      for (const session of sessions) void session.check().catch(() => undefined);
    },
  };
}

const expired = () =>
  graphqlError('UNAUTHENTICATED', 'The access token has expired. Refresh it and connect again.', {
    extensions: invalidToken().extensions,
  });

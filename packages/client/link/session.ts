import { createLocks, type Locks } from '../locks.ts';
import { requestTokens } from './request-tokens.ts';
import { type SignedIn, type TokenStore, type Tokens, toTokens } from './tokens.ts';

/** An access token is refreshed when it has less than this left: requests take time. */
const marginMs = 30_000;

/** Where the session is and how it is refreshed. */
export type SessionOptions = {
  /** The endpoint of the shop. */
  readonly uri: string;
  readonly tokens: TokenStore;
  /** `cookie`: the refresh token is in a cookie that scripts cannot read; for pages on the site of the gateway. */
  readonly mode?: 'token' | 'cookie';
  /** Called when the shop has ended the session: show the login. */
  readonly onEnded?: () => void;
  readonly fetch?: typeof fetch;
  readonly locks?: Locks;
};

/** The session of a viewer, one for all tabs that share its token store. */
export type Session = {
  readonly mode: 'token' | 'cookie';
  /** Returns the access token, refreshed when it is about to expire; `undefined` when signed out. */
  accessToken(): Promise<string | undefined>;
  /**
   * Returns an access token that is not `used`. Of all tabs that ask for one at the same time, one refreshes. In the mode
   * `cookie`, a page that loads calls it without `used`. Rejects when the shop does not answer.
   */
  refresh(used?: string): Promise<string | undefined>;
  /** Stores the `session` of `login` or `register`. */
  signIn(session: SignedIn): Promise<void>;
  /** Forgets the tokens; call it after `logout`. */
  signOut(): Promise<void>;
};

/** Creates the session of a client. */
export function createSession(options: SessionOptions): Session {
  const { tokens, mode = 'token', locks = createLocks(), onEnded } = options;
  const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request));

  async function renew(before: Tokens | undefined): Promise<string | undefined> {
    const next = await requestTokens(
      { uri: options.uri, mode, fetch: send },
      before?.refreshToken ?? '',
    );
    await tokens.write(next);
    if (!next && before) onEnded?.();
    return next?.accessToken;
  }

  const refresh = (used?: string) =>
    locks('shop.refresh', async () => {
      const now = await tokens.read();
      if (now && now.accessToken !== used) return now.accessToken;
      return now || mode === 'cookie' ? renew(now) : undefined;
    });

  return {
    mode,
    refresh,
    async accessToken() {
      const now = await tokens.read();
      if (!now || now.expiresAt - Date.now() > marginMs) return now?.accessToken;
      // Without an answer, the old token may still do.
      return refresh(now.accessToken).catch(() => now.accessToken);
    },
    signIn: (session) => tokens.write(toTokens(session)),
    signOut: () => tokens.write(undefined),
  };
}

import type { KeyValueStorage } from '../storage.ts';

/** The tokens of a signed-in session. */
export type Tokens = {
  readonly accessToken: string;
  /** Empty in the session mode `cookie`. */
  readonly refreshToken: string;
  /** When the access token expires, in milliseconds by the clock of the device. */
  readonly expiresAt: number;
};

/** `session` of `login`, `register` and `refreshToken`, with the fields that the client needs. */
export type SignedIn = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
};

/** Converts a session of the API. `expiresIn` is right whatever the clock of the device shows. */
export const toTokens = ({ accessToken, refreshToken, expiresIn }: SignedIn): Tokens => ({
  accessToken,
  refreshToken,
  expiresAt: Date.now() + expiresIn * 1_000,
});

/** Where tokens are. Tabs that share a session read and write the same. */
export type TokenStore = {
  read(): Promise<Tokens | undefined>;
  write(tokens: Tokens | undefined): Promise<void>;
};

/** Tokens in a storage that all tabs share, such as `indexedDbStorage`; on phones an adapter of the keystore. */
export const storedTokens = (storage: KeyValueStorage, key = 'shop.tokens'): TokenStore => ({
  async read() {
    const text = await storage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Tokens);
  },
  async write(tokens) {
    await (tokens ? storage.setItem(key, JSON.stringify(tokens)) : storage.removeItem(key));
  },
});

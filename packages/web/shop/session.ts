import { createSession, indexedDbStorage, storedTokens } from '@shop/client';

export const uri = '/graphql';
/** The storage that all tabs share. */
export const storage = indexedDbStorage();

let listener: (() => void) | undefined;

/** Calls the listener when the shop ends the session. */
export function onSessionEnd(call: () => void): void {
  listener = call;
}

/** The session of the viewer: the refresh token stays in a cookie that no script can read. */
export const session = createSession({
  uri,
  mode: 'cookie',
  tokens: storedTokens(storage),
  onEnded: () => listener?.(),
});

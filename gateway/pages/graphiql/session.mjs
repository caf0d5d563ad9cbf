const key = 'shop:session';

/** Returns the session of the demonstration account that has signed in at `/`, if any. */
export const readSession = () => JSON.parse(sessionStorage.getItem(key) ?? 'null');

/** Signs in again shortly before the access token expires. */
const renewBeforeMs = 60_000;

/** Returns the session with a valid access token, if any. */
export async function currentSession() {
  const session = readSession();
  if (!session || Date.parse(session.expiresAt) - Date.now() > renewBeforeMs) return session;
  const { email, password } = session;
  const response = await fetch('/api/v1/users/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  // The old token is refused with a reason that GraphiQL shows.
  if (!response.ok) return session;
  const { accessToken, expiresAt } = await response.json();
  const renewed = { ...session, accessToken, expiresAt };
  sessionStorage.setItem(key, JSON.stringify(renewed));
  return renewed;
}

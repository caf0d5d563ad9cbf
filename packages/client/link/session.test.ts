import { expect, it } from 'vitest';
import { inTabLocks } from '../locks.ts';
import { memoryStorage } from '../storage.ts';
import { createSession, type SessionOptions } from './session.ts';
import { storedTokens } from './tokens.ts';

const uri = 'http://shop.example/graphql';

/** A shop that refreshes, and counts how often. */
function shop(answer: 'session' | 'refused' | 'silent' = 'session') {
  const requests: RequestInit[] = [];
  const fetch: typeof globalThis.fetch = async (_, init = {}) => {
    requests.push(init);
    if (answer === 'silent') throw new TypeError('no network');
    const n = requests.length;
    const session = { accessToken: `access ${n}`, refreshToken: `refresh ${n}`, expiresIn: 900 };
    const userErrors = [{ code: 'INVALID_TOKEN' }];
    const payload =
      answer === 'session' ? { session, userErrors: [] } : { session: null, userErrors };
    return Response.json({ data: { refreshToken: payload } });
  };
  return { requests, fetch };
}

function setUp(options: Partial<SessionOptions> & Pick<SessionOptions, 'fetch'>) {
  const tokens = storedTokens(memoryStorage());
  const shared = { uri, tokens, locks: inTabLocks(), ...options };
  // Two tabs of one origin.
  return { tokens, tab: createSession(shared), other: createSession(shared) };
}
const signedIn = { accessToken: 'access 0', refreshToken: 'refresh 0', expiresIn: 900 };

it('of many requests and tabs that need a new token at once, one refreshes', async () => {
  const { requests, fetch } = shop();
  const { tab, other } = setUp({ fetch });
  await tab.signIn(signedIn);
  const refreshes = [tab, other, tab, other].map((one) => one.refresh('access 0'));
  expect(await Promise.all(refreshes)).toEqual(Array(4).fill('access 1'));
  expect(requests).toHaveLength(1);
});

it('a token is refreshed before it expires', async () => {
  const { requests, fetch } = shop();
  const { tab } = setUp({ fetch });
  await tab.signIn({ ...signedIn, expiresIn: 60 });
  expect(await tab.accessToken()).toBe('access 0');
  await tab.signIn({ ...signedIn, expiresIn: 20 });
  expect(await tab.accessToken()).toBe('access 1');
  expect(requests[0]?.headers).not.toHaveProperty('authorization');
});

it('a session that the shop has ended is forgotten, and the client is told', async () => {
  let ended = 0;
  const { tab } = setUp({ fetch: shop('refused').fetch, onEnded: () => void ended++ });
  await tab.signIn(signedIn);
  expect(await tab.refresh('access 0')).toBeUndefined();
  expect(await tab.accessToken()).toBeUndefined();
  expect(ended).toBe(1);
});

it('a session outlives an unavailable network', async () => {
  const { tab, tokens } = setUp({ fetch: shop('silent').fetch });
  await tab.signIn({ ...signedIn, expiresIn: 20 });
  await expect(tab.refresh('access 0')).rejects.toThrow('no network');
  expect(await tab.accessToken()).toBe('access 0');
  expect((await tokens.read())?.refreshToken).toBe('refresh 0');
});

it('in the mode cookie, a page that loads refreshes with its cookie', async () => {
  const { requests, fetch } = shop();
  const { tab } = setUp({ fetch, mode: 'cookie' });
  expect(await tab.refresh()).toBe('access 1');
  expect(requests[0]).toMatchObject({
    credentials: 'include',
    headers: { 'x-session-mode': 'cookie' },
  });
});

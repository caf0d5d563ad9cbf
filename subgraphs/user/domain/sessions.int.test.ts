import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, readAccessToken, type TestAccounts } from '../testing/open-accounts.ts';
import { logout } from './logout.ts';
import { logoutEverywhere } from './logout-everywhere.ts';
import { refreshToken } from './refresh-token.ts';
import { revokeSession } from './revoke-session.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

const start = new Date('2026-03-01T09:00:00Z');
const afterMs = (ms: number) => new Date(start.getTime() + ms);
const after = (days: number) => afterMs(days * 86_400_000);
const refresh = (token: string, now = start) =>
  refreshToken(
    shop.deps,
    { clientAddress: '192.0.2.7', userAgent: 'phone' },
    { refreshToken: token },
    now,
  );
const refused = (token: string, now = start) => refusalOf(() => refresh(token, now));
const ended = ['INVALID_TOKEN refreshToken'];
const rowOf = (id: string) => shop.prisma.session.findUniqueOrThrow({ where: { id } });
/** Returns the published ends of a user's sessions. */
const endings = async (userId: string) =>
  (await shop.events(userId))
    .filter(({ type }) => type === 'user.sessions_revoked.v1')
    .map(({ data }) => [data['reason'], data['sessionIds']]);

describe('a refresh token', () => {
  it('a refresh token is exchanged once for new tokens of the same session', async () => {
    const { session, sid, user } = await shop.newAccount({}, start);
    const next = await refresh(session.refreshToken, after(1));
    expect(next.user.id).toBe(user.id);
    expect(readAccessToken(next.session.accessToken).sid).toBe(sid);
    expect(next.session.refreshToken).not.toBe(session.refreshToken);
    expect(Buffer.from(next.session.refreshToken, 'base64url')).toHaveLength(32);
    expect(await rowOf(sid)).toMatchObject({ lastUsedAt: after(1), userAgent: 'phone' });
    await refresh(next.session.refreshToken, after(2));
    expect(await endings(user.id)).toEqual([]);
  });

  it('a refresh token that is used again after 10 seconds ends its session and publishes that once', async () => {
    const { session, sid, user } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    const next = await refresh(session.refreshToken);
    const late = afterMs(10_001);
    expect(await refused(session.refreshToken, late)).toEqual(ended);
    expect(await refused(next.session.refreshToken, late)).toEqual(ended);
    expect(await refused(session.refreshToken, late)).toEqual(ended);
    expect(await endings(user.id)).toEqual([['TOKEN_REUSED', [sid]]]);
    expect(await rowOf(sid)).toMatchObject({ revokedReason: 'TOKEN_REUSED' });
    expect((await refresh(other.refreshToken)).user.id).toBe(user.id);
  });

  it('concurrent requests with one refresh token all receive valid tokens of its session', async () => {
    const { session, sid, user } = await shop.newAccount({}, start);
    const tabs = await Promise.all([1, 2, 3].map(() => refresh(session.refreshToken)));
    const tokens = tabs.map((tab) => tab.session.refreshToken);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) {
      const next = await refresh(token, after(1));
      expect(readAccessToken(next.session.accessToken).sid).toBe(sid);
    }
    expect(await endings(user.id)).toEqual([]);
  });

  it('a repeated use does not extend the 10 seconds in which a used token works', async () => {
    const { session, sid, user } = await shop.newAccount({}, start);
    await refresh(session.refreshToken);
    const repeated = await refresh(session.refreshToken, afterMs(10_000));
    expect(await refused(session.refreshToken, afterMs(10_001))).toEqual(ended);
    expect(await refused(repeated.session.refreshToken, afterMs(10_001))).toEqual(ended);
    expect(await endings(user.id)).toEqual([['TOKEN_REUSED', [sid]]]);
  });

  it('a used token of a session that has ended is refused within the 10 seconds too', async () => {
    const { session, sid, user } = await shop.newAccount({}, start);
    await refresh(session.refreshToken);
    await shop.prisma.session.update({ where: { id: sid }, data: { revokedAt: start } });
    expect(await refused(session.refreshToken, afterMs(1))).toEqual(ended);
    expect(await endings(user.id)).toEqual([]);
  });

  it('a session is valid for 30 days after each refresh and for 90 days in all', async () => {
    const { session } = await shop.newAccount({}, start);
    expect(session.refreshExpiresAt).toEqual(after(30));
    expect(await refused(session.refreshToken, after(30))).toEqual(ended);
    const days29 = await refresh(session.refreshToken, after(29));
    expect(days29.session.refreshExpiresAt).toEqual(after(59));
    const days58 = await refresh(days29.session.refreshToken, after(58));
    const days87 = await refresh(days58.session.refreshToken, after(87));
    expect(days87.session.refreshExpiresAt).toEqual(after(90));
    expect(await refused(days87.session.refreshToken, after(90))).toEqual(ended);
  });

  it('only the hash of a refresh token is stored, and other texts are refused', async () => {
    const { session, sid } = await shop.newAccount({}, start);
    const rows = await shop.prisma.refreshToken.findMany({ where: { sessionId: sid } });
    expect(rows).toHaveLength(1);
    expect(await refused(rows[0]?.hash ?? '')).toEqual(ended);
    for (const wrong of ['', 'x', session.accessToken, `${session.refreshToken}x`]) {
      expect(await refused(wrong)).toEqual(ended);
    }
    expect((await refresh(session.refreshToken)).user).toBeTruthy();
  });
});

describe('signing out', () => {
  it('logout ends only the session of the token', async () => {
    const { user, sid, viewer, session } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    expect(await logout(shop.deps, viewer)).toEqual({ endedSessionIds: [sid] });
    expect(await logout(shop.deps, viewer)).toEqual({ endedSessionIds: [] });
    expect(await refused(session.refreshToken)).toEqual(ended);
    expect((await refresh(other.refreshToken)).user).toBeTruthy();
    expect(await endings(user.id)).toEqual([['LOGOUT', [sid]]]);
  });

  it('logoutEverywhere ends all sessions of the viewer', async () => {
    const { user, sid, viewer, session } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    expect(await logoutEverywhere(shop.deps, viewer)).toEqual({
      endedSessionIds: [sid, other.sid],
    });
    for (const token of [session, other]) expect(await refused(token.refreshToken)).toEqual(ended);
    expect(await endings(user.id)).toEqual([['LOGOUT_EVERYWHERE', [sid, other.sid]]]);
  });

  it('only the owner of a session can revoke it', async () => {
    const { user, viewer } = await shop.newAccount({}, start);
    const other = await shop.signIn(user.email, start);
    const otherUser = await shop.newAccount({}, start);
    const input = { sessionId: other.sid };
    const byOtherUser = () => revokeSession(shop.deps, otherUser.viewer, input);
    expect(await refusalOf(byOtherUser)).toEqual(['NOT_FOUND sessionId']);
    expect(await revokeSession(shop.deps, viewer, input)).toEqual({ endedSessionIds: [other.sid] });
    const again = () => revokeSession(shop.deps, viewer, input);
    expect(await refusalOf(again)).toEqual(['NOT_FOUND sessionId']);
    expect(await endings(user.id)).toEqual([['REVOKED', [other.sid]]]);
  });
});

describe('the sessions of a user', () => {
  it('the sessions of a user are the active ones, the most recently used first', async () => {
    const { user, sid, session } = await shop.newAccount({}, start);
    const second = await shop.signIn(user.email, after(1), '192.0.2.8');
    const loggedOut = await shop.signIn(user.email, after(1));
    await logout(shop.deps, { id: user.id, sessionId: loggedOut.sid } as never);
    await refresh(session.refreshToken, after(2));
    const ids = async (now: Date) =>
      (await shop.deps.sessions.activeOf(user.id, now)).map(({ id }) => id);
    expect(await ids(after(2))).toEqual([sid, second.sid]);
    expect(await ids(after(31.5))).toEqual([sid]);
    const [, listed] = await shop.deps.sessions.activeOf(user.id, after(2));
    expect(listed).toMatchObject({
      clientAddress: '192.0.2.8',
      userAgent: 'test',
      createdAt: after(1),
    });
  });

  it('the 51st session of a user ends the oldest one', async () => {
    const { user, sid } = await shop.newAccount({}, start);
    for (let n = 1; n < 50; n++) await shop.signIn(user.email, start);
    expect(await endings(user.id)).toEqual([]);
    await shop.signIn(user.email, start);
    expect(await endings(user.id)).toEqual([['TOO_MANY', [sid]]]);
    expect(await shop.deps.sessions.activeOf(user.id, start)).toHaveLength(50);
  });

  it('ended sessions are deleted with their tokens 30 days after login', async () => {
    const { user, sid, session, viewer } = await shop.newAccount({}, start);
    await refresh(session.refreshToken);
    await logout(shop.deps, viewer, start);
    await shop.signIn(user.email, after(29));
    expect(await rowOf(sid)).toBeTruthy();
    await shop.signIn(user.email, after(31));
    expect(await shop.prisma.session.count({ where: { userId: user.id } })).toBe(2);
    expect(await shop.prisma.refreshToken.count({ where: { sessionId: sid } })).toBe(0);
  });
});

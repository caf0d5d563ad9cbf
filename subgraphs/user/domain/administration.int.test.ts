import type { PageRequest } from '@shop/domain';
import { accessTokenSeconds, type Role } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, readAccessToken, type TestAccounts } from '../testing/open-accounts.ts';
import { logoutEverywhere } from './logout-everywhere.ts';
import { recentRevocations } from './recent-revocations.ts';
import { refreshToken } from './refresh-token.ts';
import { reinstateUser } from './reinstate-user.ts';
import { setUserRoles } from './set-user-roles.ts';
import { suspendUser } from './suspend-user.ts';
import { parseUserFilter } from './user-filter.ts';

let shop: TestAccounts;
let admin: Awaited<ReturnType<TestAccounts['newAccount']>>;
const start = new Date('2026-03-01T09:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
beforeAll(async () => {
  shop = await openAccounts();
  admin = await shop.newAccount({ displayName: 'Ada' }, after(-86_400));
  await shop.promote(admin.user.id);
});
afterAll(() => shop.close());

const setRoles = (userId: string, roles: readonly Role[], change: object = {}, now = start) =>
  setUserRoles(shop.deps, admin.viewer, { userId, roles, ...change }, now);
const suspend = (userId: string, reason = 'chargebacks', now = start) =>
  suspendUser(shop.deps, admin.viewer, { userId, reason }, now);
const refresh = (token: string) => refreshToken(shop.deps, {}, { refreshToken: token }, start);
const lastEvents = async (userId: string) =>
  (await shop.events(userId)).slice(2).map(({ type, data }) => [type, data['generation']]);

describe('roles', () => {
  it('setting roles replaces all roles, and the next refresh of a session returns a token with them', async () => {
    const { user, session } = await shop.newAccount({}, start);
    const staff = await setRoles(user.id, ['STAFF', 'CUSTOMER', 'STAFF']);
    expect(staff).toMatchObject({ roles: ['CUSTOMER', 'STAFF'], version: 2 });
    const { session: next } = await refresh(session.refreshToken);
    expect(readAccessToken(session.accessToken)).toMatchObject({ roles: ['CUSTOMER'], gen: 0 });
    expect(readAccessToken(next.accessToken)).toMatchObject({
      roles: ['CUSTOMER', 'STAFF'],
      gen: 1,
    });
    expect(await lastEvents(user.id)).toEqual([['user.roles_changed.v1', 1]]);
    await setRoles(user.id, ['CUSTOMER', 'STAFF']);
    expect(await lastEvents(user.id)).toHaveLength(1);
  });

  it('setting roles requires at least one role, an existing user and the expected version', async () => {
    const { user } = await shop.newAccount({}, start);
    expect(await refusalOf(() => setRoles(user.id, []))).toEqual(['INVALID_VALUE roles']);
    const four = Array.from({ length: 4 }, () => 'STAFF' as const);
    expect(await refusalOf(() => setRoles(user.id, four))).toEqual(['INVALID_VALUE roles']);
    for (const unknownId of ['no-id', admin.sid]) {
      expect(await refusalOf(() => setRoles(unknownId, ['STAFF']))).toEqual(['NOT_FOUND']);
    }
    const old = { expectedVersion: 7 };
    expect(await refusalOf(() => setRoles(user.id, ['STAFF'], old))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ]);
    expect(await setRoles(user.id, ['STAFF'], { expectedVersion: 1 })).toMatchObject({
      version: 2,
    });
  });

  it('administrators may change their own roles but cannot remove ADMIN from themselves', async () => {
    const { id } = admin.user;
    expect(await refusalOf(() => setRoles(id, ['STAFF']))).toEqual(['SELF_FORBIDDEN roles']);
    expect(await setRoles(id, ['STAFF', 'ADMIN'])).toMatchObject({ roles: ['STAFF', 'ADMIN'] });
  });
});

describe('a suspension', () => {
  it('suspending a user ends every session, invalidates every access token and publishes the reason', async () => {
    const { user, sid, session } = await shop.newAccount({}, start);
    expect(await suspend(user.id)).toMatchObject({ status: 'SUSPENDED', version: 2 });
    expect(await lastEvents(user.id)).toEqual([
      ['user.suspended.v1', 1],
      ['user.sessions_revoked.v1', undefined],
    ]);
    const [suspended, revoked] = (await shop.events(user.id)).slice(2);
    expect(suspended?.data).toMatchObject({ reason: 'chargebacks' });
    expect(revoked?.data).toMatchObject({ reason: 'REVOKED', sessionIds: [sid] });
    expect(await refusalOf(() => refresh(session.refreshToken))).toEqual(['ACCOUNT_SUSPENDED']);
    await suspend(user.id, 'again');
    expect(await lastEvents(user.id)).toHaveLength(2);
  });

  it('a suspension requires a reason, and administrators cannot suspend themselves', async () => {
    const { user } = await shop.newAccount({}, start);
    expect(await refusalOf(() => suspend(admin.user.id))).toEqual(['SELF_FORBIDDEN userId']);
    expect(await refusalOf(() => suspend(user.id, ' '))).toEqual(['INVALID_VALUE reason']);
    expect(await refusalOf(() => suspend('no-id'))).toEqual(['NOT_FOUND']);
  });

  it('a reinstated user can sign in again, but the old session stays ended', async () => {
    const { user, session } = await shop.newAccount({}, start);
    await suspend(user.id);
    expect(await reinstateUser(shop.deps, admin.viewer, { userId: user.id })).toMatchObject({
      status: 'ACTIVE',
    });
    await reinstateUser(shop.deps, admin.viewer, { userId: user.id });
    expect((await lastEvents(user.id)).map(([type]) => type)).toEqual([
      'user.suspended.v1',
      'user.sessions_revoked.v1',
      'user.reinstated.v1',
    ]);
    const stale = () => refresh(session.refreshToken);
    expect(await refusalOf(stale)).toEqual(['INVALID_TOKEN refreshToken']);
    const { accessToken } = await shop.signIn(user.email, start);
    expect(readAccessToken(accessToken).gen).toBe(1);
  });
});

it('revocations are reported for the lifetime of an access token and one minute', async () => {
  const now = after(10 * 86_400);
  const { user, sid, viewer } = await shop.newAccount({}, now);
  const unaffected = await shop.newAccount({}, now);
  await setRoles(user.id, ['STAFF'], {}, now);
  await logoutEverywhere(shop.deps, viewer, now);
  const at = (seconds: number) =>
    recentRevocations(shop.revocations, new Date(now.getTime() + seconds * 1_000));
  const expected = { sessionIds: [sid], generations: [{ userId: user.id, generation: 1 }] };
  expect(await at(0)).toEqual(expected);
  expect(await at(accessTokenSeconds + 60)).toEqual(expected);
  expect(await at(accessTokenSeconds + 61)).toEqual({ sessionIds: [], generations: [] });
  expect(unaffected.sid).not.toBe(sid);
});

describe('the list of users', () => {
  const all: PageRequest = { size: 100, backward: false, cursor: undefined };
  const names = async (filter: object) => {
    const userFilter = parseUserFilter({ filter });
    const { rows } = await shop.deps.users.page(userFilter, all);
    expect(await shop.deps.users.count(userFilter)).toBe(rows.length);
    return rows.map(({ displayName }) => displayName);
  };

  it('the list of users is filtered by the beginning of name or e-mail address, by status and by role', async () => {
    const { user } = await shop.newAccount({ displayName: '100% Zoë_X' }, start);
    await shop.newAccount({ displayName: '100 Zoe X', email: 'zoe.x@shop.example' }, start);
    expect(await names({ search: '100% zo' })).toEqual(['100% Zoë_X']);
    expect(await names({ search: '100%' })).toEqual(['100% Zoë_X']);
    expect(await names({ search: '%' })).toEqual([]);
    expect(await names({ search: ' ZOE.X@SHOP' })).toEqual(['100 Zoe X']);
    expect(await names({ search: '\\' })).toEqual([]);
    expect(await names({ role: 'ADMIN' })).toEqual(['Ada']);
    await suspend(user.id);
    expect(await names({ search: '100', status: 'SUSPENDED' })).toEqual(['100% Zoë_X']);
    expect(await names({ search: '100', status: 'ACTIVE', role: null })).toEqual(['100 Zoe X']);
  });

  it.each(['x'.repeat(101), 'a\0', 'a\nb', '\ud800'])(
    'a search for users refuses %j',
    async (search) => {
      expect(await refusalOf(() => parseUserFilter({ filter: { search } }))).toEqual([
        'INVALID_VALUE filter search',
      ]);
    },
  );

  it('pages of users are newest first, without gaps or repetitions, forward and backward', async () => {
    const filter = parseUserFilter({});
    const walk = async (backward: boolean) => {
      const ids: string[] = [];
      for (let cursor: string[] | undefined; ; ) {
        const page = await shop.deps.users.page(filter, { size: 3, backward, cursor });
        const chunk = page.rows.map(({ id }) => id);
        if (backward) ids.unshift(...chunk);
        else ids.push(...chunk);
        const edge = backward ? page.rows[0] : page.rows.at(-1);
        if (!page.more || !edge) return ids;
        cursor = [edge.createdAt.toISOString(), edge.id];
      }
    };
    const forward = await walk(false);
    expect(new Set(forward).size).toBe(await shop.deps.users.count(filter));
    expect(forward.at(-1)).toBe(admin.user.id);
    expect(await walk(true)).toEqual(forward);
  });
});

import type { Viewer } from '@shop/schema';
import { refusalOf } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type TestAccounts } from '../testing/open-accounts.ts';
import { reinstateUser } from './reinstate-user.ts';
import { setUserRoles } from './set-user-roles.ts';
import { suspendUser } from './suspend-user.ts';

let shop: TestAccounts;
beforeAll(async () => {
  shop = await openAccounts();
});
afterAll(() => shop.close());

describe('administrators who remove each other', () => {
  const newAdministrator = async () => {
    const account = await shop.newAccount();
    await shop.promote(account.user.id);
    return account;
  };
  const administrators = (ids: readonly string[]) =>
    shop.prisma.user.count({
      where: { id: { in: [...ids] }, roles: { has: 'ADMIN' }, status: 'ACTIVE' },
    });

  it.each(['roles', 'suspension'])(
    'of two administrators who remove each other at once by %s, one remains',
    async (means) => {
      for (let round = 0; round < 3; round++) {
        const [one, other] = [await newAdministrator(), await newAdministrator()];
        const remove = (viewer: Viewer, userId: string) =>
          means === 'roles'
            ? setUserRoles(shop.deps, viewer, { userId, roles: ['CUSTOMER'] })
            : suspendUser(shop.deps, viewer, { userId, reason: 'test' });
        const results = await Promise.allSettled([
          remove(one.viewer, other.user.id),
          remove(other.viewer, one.user.id),
        ]);
        const refused = results.filter((result) => result.status === 'rejected');
        expect(refused.map(({ reason }) => reason.reasons[0].code)).toEqual(['NOT_ADMINISTRATOR']);
        expect(await administrators([one.user.id, other.user.id])).toBe(1);
      }
    },
  );

  it('an administrator who was removed changes no account, whatever the access token grants', async () => {
    const [former, user] = [await newAdministrator(), await shop.newAccount()];
    const remaining = await newAdministrator();
    await setUserRoles(shop.deps, remaining.viewer, { userId: former.user.id, roles: ['STAFF'] });
    const input = { userId: user.user.id };
    for (const change of [
      () => setUserRoles(shop.deps, former.viewer, { ...input, roles: ['ADMIN'] }),
      () => suspendUser(shop.deps, former.viewer, { ...input, reason: 'test' }),
      () => reinstateUser(shop.deps, former.viewer, input),
    ]) {
      expect(await refusalOf(change)).toEqual(['NOT_ADMINISTRATOR']);
    }
    const row = await shop.prisma.user.findUniqueOrThrow({ where: { id: user.user.id } });
    expect(row).toMatchObject({ roles: ['CUSTOMER'], status: 'ACTIVE' });
  });
});

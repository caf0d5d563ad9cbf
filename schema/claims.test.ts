import { expect, it } from 'vitest';
import { claimsOf, hasScope, viewerClaims, viewerOf } from './claims.ts';

const claims = {
  sub: '0190b5f4-0000-7000-8000-000000000001',
  email: 'staff@shop.example',
  email_verified: true,
  roles: ['STAFF' as const],
  scope: 'orders:read root',
  sid: 's',
};

it('a viewer has the known scopes of the token and no unknown ones', () => {
  expect([...viewerOf(claims).scopes]).toEqual(['orders:read']);
  expect([...viewerOf({ ...claims, scope: '' }).scopes]).toEqual([]);
});

it('an anonymous request has no scope', () => {
  expect(hasScope(viewerOf(claims), 'orders:read')).toBe(true);
  expect(hasScope(viewerOf(claims), 'orders:write')).toBe(false);
  expect(hasScope(undefined, 'orders:read')).toBe(false);
});

it('the address of a viewer is verified only when the token states it', () => {
  expect(viewerOf(viewerClaims.parse(claims)).emailVerified).toBe(true);
  const { email_verified: _, ...earlier } = claims;
  expect(viewerOf(viewerClaims.parse(earlier)).emailVerified).toBe(false);
  expect(viewerClaims.safeParse({ ...claims, email_verified: 'true' }).success).toBe(false);
  expect(claimsOf(viewerOf(claims))).toMatchObject({ email_verified: true });
});

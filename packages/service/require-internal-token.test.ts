import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import type { Request, Response } from 'express';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { internalIssuer, requireInternalToken, type ViewerContext } from './internal-token.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(),
  sessionId: 's1',
};
const sign = (options: SignOptions = {}) =>
  jwt.sign(claimsOf(viewer), privateKey, {
    algorithm: 'ES256',
    keyid: 'k1',
    issuer: internalIssuer,
    audience: 'order',
    expiresIn: 60,
    ...options,
  });

/** The door of a subgraph, with a count of how often a key was needed. */
function door(subgraph: string) {
  let checks = 0;
  const keys = new Map<string, KeyObject>([['k1', publicKey]]);
  keys.get = (kid) => {
    checks++;
    return kid === 'k1' ? publicKey : undefined;
  };
  const guard = requireInternalToken(subgraph, keys);
  const knock = (token: string, headers: Readonly<Record<string, string>> = {}) => {
    let status = 200;
    const response = {
      locals: {} as { viewerContext?: ViewerContext },
      status(code: number) {
        status = code;
        return { json: () => undefined };
      },
    };
    const request = {
      headers: { authorization: `Bearer ${token}` },
      get: (h: string) => headers[h],
    };
    guard(request as unknown as Request, response as unknown as Response, () => undefined);
    return { status, viewerContext: response.locals.viewerContext };
  };
  return { knock, checks: () => checks };
}

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

it('the signature of a repeated token is verified once', () => {
  const { knock, checks } = door('order');
  const token = sign();
  const answers = [1, 2, 3].map((n) => knock(token, { 'x-client-address': `10.0.0.${n}` }));
  expect(checks()).toBe(1);
  // The token does not contain the origin of a request.
  expect(
    answers.map(({ viewerContext }) => [viewerContext?.viewer?.id, viewerContext?.clientAddress]),
  ).toEqual([1, 2, 3].map((n) => [viewer.id, `10.0.0.${n}`]));
});

it.each([
  ['its end', { expiresIn: 20 }, 20],
  ['one minute, although it expires later', { expiresIn: 3_600 }, 60],
])('a verified token is cached until %s', (_, options, lifeSeconds) => {
  const { knock } = door('order');
  const token = sign(options);
  expect(knock(token).status).toBe(200);
  vi.advanceTimersByTime(lifeSeconds * 1_000 - 1);
  expect(knock(token).status).toBe(200);
  vi.advanceTimersByTime(1);
  expect(knock(token).status).toBe(401);
});

it('a token is cached for its own subgraph only, and a refused token is not cached', () => {
  const [order, user] = [door('order'), door('user')];
  const token = sign();
  expect(order.knock(token).status).toBe(200);
  expect([user.knock(token).status, user.knock(token).status]).toEqual([401, 401]);
  expect(user.checks()).toBe(2);
  expect(order.knock(`${token}x`).status).toBe(401);
});

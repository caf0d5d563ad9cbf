import { generateKeyPairSync } from 'node:crypto';
import { claimsOf, newId, type Viewer } from '@shop/schema';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { internalIssuer, verifyInternalToken } from './internal-token.ts';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const gateway = pair();
const stranger = pair();
const keys = new Map([['k1', gateway.publicKey]]);
const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  roles: ['STAFF'],
  scopes: new Set(['catalog:write']),
  sessionId: 's1',
};

const good: SignOptions = {
  algorithm: 'ES256',
  issuer: internalIssuer,
  audience: 'order',
  expiresIn: 60,
};
const sign = (
  options: SignOptions = {},
  key = gateway.privateKey,
  claims: object = claimsOf(viewer),
) => jwt.sign(claims, key, { ...good, keyid: 'k1', ...options });
const verify = (token: string) => verifyInternalToken(token, 'order', keys);

describe('an internal token', () => {
  it('carries the viewer, or nobody', () => {
    expect(verify(sign())).toEqual({ viewer });
    expect(verify(sign({}, gateway.privateKey, {}))).toEqual({ viewer: undefined });
  });

  it.each([
    ['for another subgraph', sign({ audience: 'user' })],
    ['from another issuer', sign({ issuer: 'shop' })],
    ['signed by another key', sign({}, stranger.privateKey)],
    ['with an unknown key id', sign({ keyid: 'k2' })],
    ['without a key id', jwt.sign({}, gateway.privateKey, good)],
    ['that has expired', sign({ expiresIn: -1 })],
    [
      'older than a minute',
      sign({}, gateway.privateKey, { iat: Math.floor(Date.now() / 1000) - 90 }),
    ],
    ['with claims that are none', sign({}, gateway.privateKey, { sub: 'x' })],
    [
      'signed by HMAC with the public key',
      jwt.sign(claimsOf(viewer), gateway.publicKey.export({ format: 'pem', type: 'spki' }), {
        ...good,
        keyid: 'k1',
        algorithm: 'HS256',
      }),
    ],
    ['without a signature', jwt.sign({}, '', { ...good, keyid: 'k1', algorithm: 'none' })],
    ['that is no token', 'nonsense'],
    ['that is empty', ''],
  ])('%s is refused', (_, token) => {
    expect(() => verify(token)).toThrow();
  });
});

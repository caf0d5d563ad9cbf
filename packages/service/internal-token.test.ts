import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt, { type JwtHeader, type SignOptions } from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { internalIssuer, verifyInternalToken } from './internal-token.ts';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const gateway = pair();
const stranger = pair();
const keys = new Map([
  ['k1', gateway.publicKey],
  ['k0', stranger.publicKey],
]);
const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  emailVerified: true,
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
const claims = claimsOf(viewer);
const seconds = () => Math.floor(Date.now() / 1_000);
const pem = { format: 'pem', type: 'spki' } as const;
const hmac = (secret: string | Buffer) =>
  jwt.sign(claims, secret, { ...good, keyid: 'k1', algorithm: 'HS256' });
const foreign = (header: object) =>
  jwt.sign(claims, stranger.privateKey, {
    ...good,
    keyid: 'k1',
    header: { alg: 'ES256', ...header } as JwtHeader,
  });
/** The same header and signature with other claims between them. */
function exchanged(token: string): string {
  const [header, , signature] = token.split('.');
  const other = Buffer.from(JSON.stringify({ ...claims, roles: ['ADMIN'] })).toString('base64url');
  return [header, other, signature].join('.');
}
const verify = (token: string) => verifyInternalToken(token, 'order', keys);

describe('an internal token', () => {
  it('an internal token carries the viewer, or none when anonymous', () => {
    expect(verify(sign())).toEqual({ viewer });
    expect(verify(sign({}, gateway.privateKey, {}))).toEqual({ viewer: undefined });
  });

  it.each([
    ['for another subgraph', sign({ audience: 'user' })],
    ['from another issuer', sign({ issuer: 'shop' })],
    ['signed by another key', sign({}, stranger.privateKey)],
    ['with an unknown key id', sign({ keyid: 'k2' })],
    ['without a key id', jwt.sign({}, gateway.privateKey, good)],
    ['with the id of another key', sign({ keyid: 'k0' })],
    ['that has expired', sign({ expiresIn: -1 })],
    ['that is not valid yet', sign({ notBefore: 60 })],
    ['older than a minute', sign({}, gateway.privateKey, { iat: seconds() - 90 })],
    ['from the future', sign({}, gateway.privateKey, { iat: seconds() + 3_600 })],
    ['without the time of its making', sign({ noTimestamp: true })],
    ['with missing claims', sign({}, gateway.privateKey, { sub: 'x' })],
    ['with an unknown role', sign({}, gateway.privateKey, { ...claims, roles: ['ROOT'] })],
    ['without a session', sign({}, gateway.privateKey, { ...claims, sid: undefined })],
    ['signed by HMAC with the public key', hmac(gateway.publicKey.export(pem))],
    [
      'signed by HMAC with the public key as JWK',
      hmac(JSON.stringify(gateway.publicKey.export({ format: 'jwk' }))),
    ],
    ['without a signature', jwt.sign({}, '', { ...good, keyid: 'k1', algorithm: 'none' })],
    ['whose signature was cut off', `${sign().split('.').slice(0, 2).join('.')}.`],
    ['whose claims were exchanged', exchanged(sign())],
    ['that brings its own key', foreign({ jwk: stranger.publicKey.export({ format: 'jwk' }) })],
    ['that says where its key is', foreign({ jku: 'http://127.0.0.1/', x5u: 'http://127.0.0.1/' })],
    ['for access', sign({ issuer: 'shop', audience: 'shop-api' })],
    ['of enormous size', sign({}, gateway.privateKey, { ...claims, scope: 'x'.repeat(5_000) })],
    ['of another text', 'nonsense'],
    ['of bytes', Buffer.from([0, 255, 254, 46, 1, 46, 2]).toString('latin1')],
    ['that is empty', ''],
  ])('a token %s is refused', (_, token) => {
    expect(() => verify(token)).toThrow();
  });

  it('an internal token of a clock that is a little ahead is valid', () => {
    const ahead = sign({}, gateway.privateKey, { ...claims, iat: seconds() + 5 });
    expect(verify(ahead)).toEqual({ viewer });
  });
});

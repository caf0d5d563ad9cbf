import { createHmac } from 'node:crypto';
import { internalIssuer } from '@shop/service';
import jwt, { type JwtHeader, type SignOptions } from 'jsonwebtoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { claims, identifierOf, newPair, signWith } from '../testing/identity.ts';

const user = newPair();
const other = newPair();
const stranger = newPair();
const keys = new Map([
  ['k1', user.publicKey],
  ['k2', other.publicKey],
]);
const identify = identifierOf({ find: async (kid) => keys.get(kid) });
const fetched = vi.spyOn(globalThis, 'fetch');
afterAll(() => fetched.mockRestore());

const good: SignOptions = { algorithm: 'ES256', issuer: 'shop', audience: 'shop-api' };
const without = (claim: string) => signWith(user, {}, { ...claims, [claim]: undefined });
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const payload = { ...claims, iss: 'shop', aud: 'shop-api', exp: Date.now() / 1_000 + 900 };
/** HS256 by hand: the library itself refuses to sign so with a public key. */
function hmac(secret: string): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'k1' })}.${encoded(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const bringing = (header: object) =>
  signWith(stranger, { header: { alg: 'ES256', ...header } as JwtHeader });
const pem = user.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const jwk = user.publicKey.export({ format: 'jwk' });
const [head, body, signature] = signWith(user).split('.');

describe('the gateway refuses a token', () => {
  it.each<[string, string]>([
    [
      'without a signature (alg none)',
      signWith({ privateKey: '' as never }, { algorithm: 'none' }),
    ],
    ['without a signature (alg nOnE)', `${encoded({ alg: 'nOnE', kid: 'k1' })}.${body}.`],
    ['whose signature was cut off', `${head}.${body}.`],
    [
      'whose claims were exchanged',
      `${head}.${encoded({ ...payload, roles: ['ADMIN'] })}.${signature}`,
    ],
    ['signed by HMAC with the public key as PEM', hmac(pem)],
    ['signed by HMAC with the public key as trimmed PEM', hmac(pem.trim())],
    ['signed by HMAC with the public key as JWK', hmac(JSON.stringify(jwk))],
    ['signed by HMAC with a JWK with its id', hmac(JSON.stringify({ ...jwk, kid: 'k1' }))],
    ['signed by HMAC with nothing', hmac('')],
    ['signed by a stranger', signWith(stranger)],
    ['that names another of our keys', signWith(user, { keyid: 'k2' })],
    ['with a key id that nobody knows', signWith(user, { keyid: 'k9' })],
    ['with a path for a key id', signWith(user, { keyid: '../../dev/null' })],
    ['with a key id from the prototype', signWith(user, { keyid: '__proto__' })],
    ['with a key id that is no text', bringing({ kid: ['k1'] })],
    ['without a key id', jwt.sign(claims, user.privateKey, { ...good, expiresIn: 900 })],
    ['that brings its own key', bringing({ jwk: stranger.publicKey.export({ format: 'jwk' }) })],
    ['that says where its key is (jku)', bringing({ jku: 'http://127.0.0.1:9/jwks' })],
    ['that says where its key is (x5u)', bringing({ x5u: 'http://127.0.0.1:9/cert' })],
    ['of another issuer', signWith(user, { issuer: internalIssuer })],
    ['for another audience', signWith(user, { audience: 'order' })],
    ['that has expired', signWith(user, { expiresIn: -1 })],
    ['that is not valid yet', signWith(user, { notBefore: 60 })],
    ['without an end', jwt.sign(claims, user.privateKey, { ...good, keyid: 'k1' })],
    ['made for a subgraph', signWith(user, { issuer: internalIssuer, audience: 'user' })],
    ['without a user', without('sub')],
    ['without an e-mail', without('email')],
    ['without roles', without('roles')],
    ['without a scope', without('scope')],
    ['without a session', without('sid')],
    ['without a generation', without('gen')],
    ['with a generation that is text', signWith(user, {}, { ...claims, gen: '9' })],
    ['with a role that nobody has', signWith(user, {}, { ...claims, roles: ['ROOT'] })],
    ['with a role that is no list', signWith(user, {}, { ...claims, roles: 'ADMIN' })],
    ['of enormous size', signWith(user, {}, { ...claims, scope: 'x'.repeat(5_000) })],
    ['that is no token', 'nonsense'],
    ['that is dots', '..'],
    ['of bytes', Buffer.from([0, 255, 254, 46, 1, 46, 2]).toString('latin1')],
    ['followed by another', `${signWith(user)}, Bearer ${signWith(user)}`],
  ])('%s', async (_, token) => {
    await expect(identify(`Bearer ${token}`)).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
    expect(fetched).not.toHaveBeenCalled();
  });

  it('in a header that is no bearer token', async () => {
    const token = signWith(user);
    const headers = ['', 'Basic abc', 'Bearer', 'Bearer  ', token, `Bearer ${token} x`];
    for (const header of [...headers, `DPoP ${token}`, `Bearer\t${token}`]) {
      await expect(identify(header)).rejects.toMatchObject({
        extensions: { code: 'UNAUTHENTICATED' },
      });
    }
  });
});

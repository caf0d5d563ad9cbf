import { createHmac } from 'node:crypto';
import { internalIssuer } from '@shop/service';
import jwt, { type JwtHeader, type SignOptions } from 'jsonwebtoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { authenticatorOf, claims, newKeyPair, signWith } from '../testing/access-tokens.ts';

const user = newKeyPair();
const other = newKeyPair();
const foreign = newKeyPair();
const keys = new Map([
  ['k1', user.publicKey],
  ['k2', other.publicKey],
]);
const authenticate = authenticatorOf({ find: async (kid) => keys.get(kid) });
const fetched = vi.spyOn(globalThis, 'fetch');
afterAll(() => fetched.mockRestore());

const good: SignOptions = { algorithm: 'ES256', issuer: 'shop', audience: 'shop-api' };
const without = (claim: string) => signWith(user, {}, { ...claims, [claim]: undefined });
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const payload = { ...claims, iss: 'shop', aud: 'shop-api', exp: Date.now() / 1_000 + 900 };
/** Signs with HS256 without the library, which refuses to do so with a public key. */
function hmac(secret: string): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'k1' })}.${encoded(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const withHeader = (header: object) =>
  signWith(foreign, { header: { alg: 'ES256', ...header } as JwtHeader });
const pem = user.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const jwk = user.publicKey.export({ format: 'jwk' });
const [head, body, signature] = signWith(user).split('.');

describe('access tokens of attackers', () => {
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
    ['signed by a foreign key', signWith(foreign)],
    ['that names another of our keys', signWith(user, { keyid: 'k2' })],
    ['with an unknown key id', signWith(user, { keyid: 'k9' })],
    ['with a path for a key id', signWith(user, { keyid: '../../dev/null' })],
    ['with a key id from the prototype', signWith(user, { keyid: '__proto__' })],
    ['with a key id that is not text', withHeader({ kid: ['k1'] })],
    ['without a key id', jwt.sign(claims, user.privateKey, { ...good, expiresIn: 900 })],
    ['that brings its own key', withHeader({ jwk: foreign.publicKey.export({ format: 'jwk' }) })],
    ['that says where its key is (jku)', withHeader({ jku: 'http://127.0.0.1:9/jwks' })],
    ['that says where its key is (x5u)', withHeader({ x5u: 'http://127.0.0.1:9/cert' })],
    ['of another issuer', signWith(user, { issuer: internalIssuer })],
    ['for another audience', signWith(user, { audience: 'order' })],
    ['that has expired and was signed by a foreign key', signWith(foreign, { expiresIn: -1 })],
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
    ['with an unknown role', signWith(user, {}, { ...claims, roles: ['ROOT'] })],
    ['with a role that is not a list', signWith(user, {}, { ...claims, roles: 'ADMIN' })],
    ['of enormous size', signWith(user, {}, { ...claims, scope: 'x'.repeat(5_000) })],
    ['that is not a token', 'nonsense'],
    ['that is dots', '..'],
    ['of bytes', Buffer.from([0, 255, 254, 46, 1, 46, 2]).toString('latin1')],
    ['followed by another', `${signWith(user)}, Bearer ${signWith(user)}`],
  ])('a token %s is refused', async (_, token) => {
    await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
    expect(fetched).not.toHaveBeenCalled();
  });

  it('a header without exactly one bearer token is refused', async () => {
    const token = signWith(user);
    const headers = ['', 'Basic abc', 'Bearer', 'Bearer  ', token, `Bearer ${token} x`];
    for (const header of [...headers, `DPoP ${token}`, `Bearer\t${token}`]) {
      await expect(authenticate(header)).rejects.toMatchObject({
        extensions: { code: 'UNAUTHENTICATED' },
      });
    }
  });
});

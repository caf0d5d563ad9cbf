import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { claimsOf, newId, type Viewer } from '@shop/schema';
import { createLog } from '@shop/service';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentifier } from './identity.ts';
import { createJwksClient } from './jwks-client.ts';

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
const pair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const user = pair();
const stranger = pair();
const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  roles: ['CUSTOMER'],
  scopes: new Set(),
  sessionId: 's1',
};

let fetches = 0;
let published: Record<string, Pair> = { k1: user };
const server = createServer((_, response) => {
  fetches++;
  const keys = Object.entries(published).map(([kid, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
  }));
  response.end(JSON.stringify({ keys }));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());

const sign = (
  options: SignOptions = {},
  key = user.privateKey,
  claims: object = claimsOf(viewer),
) =>
  jwt.sign(claims, key, {
    algorithm: 'ES256',
    keyid: 'k1',
    issuer: 'shop',
    audience: 'shop-api',
    expiresIn: 900,
    ...options,
  });
const log = createLog('test', 'silent');
const identifier = () => createIdentifier(createJwksClient(url, log), 'shop', 'shop-api');

describe('the gateway', () => {
  it('knows who sent a good token, and nobody without one', async () => {
    const identify = identifier();
    expect(await identify(`Bearer ${sign()}`)).toEqual(viewer);
    expect(await identify(`bearer ${sign()}`)).toEqual(viewer);
    expect(await identify(undefined)).toBeUndefined();
  });

  it.each<[string, () => string]>([
    ['signed by a stranger', () => sign({}, stranger.privateKey)],
    ['with an unknown key id', () => sign({ keyid: 'k9' })],
    ['of another issuer', () => sign({ issuer: 'shop-gateway' })],
    ['for another audience', () => sign({ audience: 'order' })],
    ['that has expired', () => sign({ expiresIn: -1 })],
    ['not valid yet', () => sign({ notBefore: 60 })],
    [
      'without an end',
      () =>
        jwt.sign(claimsOf(viewer), user.privateKey, {
          algorithm: 'ES256',
          keyid: 'k1',
          issuer: 'shop',
          audience: 'shop-api',
        }),
    ],
    ['without the claims we need', () => sign({}, user.privateKey, { sub: viewer.id })],
    [
      'signed by HMAC with the public key',
      () =>
        sign(
          { algorithm: 'HS256' },
          user.publicKey.export({ format: 'pem', type: 'spki' }) as never,
        ),
    ],
    ['without a signature', () => sign({ algorithm: 'none' }, '' as never)],
    ['that is no token', () => 'nonsense'],
  ])('refuses a token %s', async (_, token) => {
    await expect(identifier()(`Bearer ${token()}`)).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  });

  it('refuses what is no bearer token', async () => {
    for (const header of ['', 'Basic abc', 'Bearer', `Bearer ${sign()} x`]) {
      await expect(identifier()(header)).rejects.toMatchObject({
        extensions: { code: 'UNAUTHENTICATED' },
      });
    }
  });

  it('is not made to fetch keys by a flood of unknown key ids', async () => {
    const identify = identifier();
    await identify(`Bearer ${sign()}`);
    const before = fetches;
    const flood = Array.from({ length: 50 }, (_, n) =>
      identify(`Bearer ${sign({ keyid: `x${n}` })}`),
    );
    await Promise.allSettled(flood);
    expect(fetches).toBe(before);
  });

  it('takes a new key on while the old one is still good', async () => {
    const next = pair();
    published = { k1: user, k2: next };
    const identify = identifier();
    expect(await identify(`Bearer ${sign({ keyid: 'k2' }, next.privateKey)}`)).toEqual(viewer);
    expect(await identify(`Bearer ${sign()}`)).toEqual(viewer);
  });
});

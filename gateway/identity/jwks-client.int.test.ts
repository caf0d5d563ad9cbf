import { createLog } from '@shop/service';
import { until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifierOf, jwks, newPair, serveJson, signWith, viewer } from '../testing/identity.ts';
import { createJwksClient, type JwksOptions } from './jwks-client.ts';

const [user, next] = [newPair(), newPair()];
const log = createLog('test', 'silent');

describe('the keys of access tokens', () => {
  let server: Awaited<ReturnType<typeof serveJson>>;
  let answer: { status?: number; body: unknown };
  beforeEach(async () => {
    answer = { body: jwks({ k1: user }) };
    server = await serveJson(() => answer);
  });
  afterEach(() => server.stop());

  const identifier = (options?: JwksOptions) =>
    identifierOf(createJwksClient(server.url, log, options));
  const good = `Bearer ${signWith(user)}`;
  const unauthenticated = { extensions: { code: 'UNAUTHENTICATED' } };
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

  it('are fetched once for all who come at the start', async () => {
    const identify = identifier();
    await Promise.all(Array.from({ length: 20 }, () => identify(good)));
    expect(server.count).toBe(1);
  });

  it('are not fetched for a flood of unknown key ids, which is refused', async () => {
    const identify = identifier();
    await identify(good);
    const flood = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, n) =>
        identify(`Bearer ${signWith(user, { keyid: `x${n}` })}`),
      ),
    );
    expect(flood.every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.count).toBe(1);
  });

  it('are fetched at most once by a flood, when the last time was long ago', async () => {
    const identify = identifier({ cooldownMs: 0 });
    await identify(good);
    const flood = Array.from({ length: 1_000 }, (_, n) =>
      identify(`Bearer ${signWith(user, { keyid: `x${n}` })}`),
    );
    await Promise.allSettled(flood);
    expect(server.count).toBe(2);
  });

  it('are fetched for a new one, after the cooldown', async () => {
    const identify = identifier({ cooldownMs: 50 });
    await identify(good);
    answer = { body: jwks({ k1: user, k2: next }) };
    const rotated = `Bearer ${signWith(next, { keyid: 'k2' })}`;
    await until('the new key', () =>
      identify(rotated).then(
        () => true,
        () => false,
      ),
    );
    expect(await identify(good)).toEqual(viewer);
  });

  it('are read again without a request that waits for it', async () => {
    const identify = identifier({ maxAgeMs: 2_000 });
    await identify(good);
    await until('another fetch', async () => {
      await identify(good);
      return server.count === 2;
    });
  });

  it('stay good while the user subgraph is down, and are looked for again', async () => {
    const identify = identifier({ cooldownMs: 50, maxAgeMs: 100 });
    await identify(good);
    await server.stop();
    const downUntil = performance.now() + 500;
    await until('half a second of outage', async () => {
      expect(await identify(good)).toEqual(viewer);
      return performance.now() > downUntil;
    });
    answer = { body: jwks({ k2: next }) };
    await server.start();
    const refused = () =>
      identify(good).then(
        () => false,
        () => true,
      );
    await until('the old key to be refused', refused);
  });

  it.each([
    ['a failure', { status: 500, body: jwks({ k1: user }) }],
    ['no keys', { body: { keys: [] } }],
    ['nonsense', { body: 'nonsense' }],
    ['keys of another kind', { body: { keys: [{ kty: 'RSA', kid: 'k1', n: 'AQAB', e: 'AQAB' }] } }],
  ])('stay as they were when the answer is %s', async (_, broken) => {
    const identify = identifier({ cooldownMs: 0, maxAgeMs: 0 });
    await identify(good);
    answer = broken;
    expect(await identify(good)).toEqual(viewer);
    expect(server.count).toBe(2);
    await expect(identify(`Bearer ${signWith(next, { keyid: 'k2' })}`)).rejects.toMatchObject(
      unavailable,
    );
  });

  it('that could never be read end nobody’s session', async () => {
    await server.stop();
    const identify = identifier({ cooldownMs: 50 });
    await expect(identify(good)).rejects.toMatchObject(unavailable);
    await expect(identify(good)).rejects.toMatchObject(unavailable);
    await server.start();
    await until('the keys', () =>
      identify(good).then(
        () => true,
        () => false,
      ),
    );
    await expect(identify(`Bearer ${signWith(next, { keyid: 'k2' })}`)).rejects.toMatchObject(
      unauthenticated,
    );
  });
});

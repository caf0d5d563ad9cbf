import { createLog } from '@shop/service';
import { until } from '@shop/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authenticatorOf, jwks, newKeyPair, signWith, viewer } from '../testing/access-tokens.ts';
import { startJsonServer } from '../testing/json-server.ts';
import { createJwksClient, type JwksOptions } from './jwks-client.ts';

const [user, next] = [newKeyPair(), newKeyPair()];
const log = createLog('test', 'silent');

describe('the keys of access tokens', () => {
  let server: Awaited<ReturnType<typeof startJsonServer>>;
  let reply: { status?: number; body: unknown };
  beforeEach(async () => {
    reply = { body: jwks({ k1: user }) };
    server = await startJsonServer(() => reply);
  });
  afterEach(() => server.stop());

  const newAuthenticator = (options?: JwksOptions) =>
    authenticatorOf(createJwksClient(server.url, log, options));
  const valid = `Bearer ${signWith(user)}`;
  // Signed before any request: signing blocks the process, and a fetch has a time limit.
  const unknown = Array.from(
    { length: 1_000 },
    (_, n) => `Bearer ${signWith(user, { keyid: `x${n}` })}`,
  );
  const unauthenticated = { extensions: { code: 'UNAUTHENTICATED' } };
  const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

  it('concurrent first requests fetch the keys once', async () => {
    const authenticate = newAuthenticator();
    await Promise.all(Array.from({ length: 20 }, () => authenticate(valid)));
    expect(server.count).toBe(1);
  });

  it('a flood of unknown key ids is refused without a fetch', async () => {
    const authenticate = newAuthenticator();
    await authenticate(valid);
    const flood = await Promise.allSettled(unknown.map((header) => authenticate(header)));
    expect(flood.every(({ status }) => status === 'rejected')).toBe(true);
    expect(server.count).toBe(1);
  });

  it('a flood of unknown key ids after the cooldown causes one fetch', async () => {
    const authenticate = newAuthenticator({ cooldownMs: 0 });
    await authenticate(valid);
    await Promise.allSettled(unknown.map((header) => authenticate(header)));
    expect(server.count).toBe(2);
  });

  it('a new key id is fetched after the cooldown', async () => {
    const authenticate = newAuthenticator({ cooldownMs: 50 });
    await authenticate(valid);
    reply = { body: jwks({ k1: user, k2: next }) };
    const rotated = `Bearer ${signWith(next, { keyid: 'k2' })}`;
    await until('the new key', () =>
      authenticate(rotated).then(
        () => true,
        () => false,
      ),
    );
    expect(await authenticate(valid)).toMatchObject({ viewer });
  });

  it('keys are refreshed without a request that waits for it', async () => {
    const authenticate = newAuthenticator({ maxAgeMs: 2_000 });
    await authenticate(valid);
    await until('another fetch', async () => {
      await authenticate(valid);
      return server.count >= 2;
    });
  });

  it('keys stay valid while the user subgraph is unavailable, and are then read again', async () => {
    const authenticate = newAuthenticator({ cooldownMs: 50, maxAgeMs: 100 });
    await authenticate(valid);
    await server.stop();
    const downUntil = performance.now() + 500;
    await until('half a second of outage', async () => {
      expect(await authenticate(valid)).toMatchObject({ viewer });
      return performance.now() > downUntil;
    });
    reply = { body: jwks({ k2: next }) };
    await server.start();
    const refused = () =>
      authenticate(valid).then(
        () => false,
        () => true,
      );
    await until('the old key to be refused', refused);
  });

  it.each([
    ['a failure', { status: 500, body: jwks({ k1: user }) }],
    ['no keys', { body: { keys: [] } }],
    ['not JSON', { body: 'nonsense' }],
    ['keys of another kind', { body: { keys: [{ kty: 'RSA', kid: 'k1', n: 'AQAB', e: 'AQAB' }] } }],
  ])('keys stay as they were when the response is %s', async (_, broken) => {
    const authenticate = newAuthenticator({ cooldownMs: 0, maxAgeMs: 0 });
    await authenticate(valid);
    reply = broken;
    expect(await authenticate(valid)).toMatchObject({ viewer });
    expect(server.count).toBe(2);
    await expect(authenticate(`Bearer ${signWith(next, { keyid: 'k2' })}`)).rejects.toMatchObject(
      unavailable,
    );
  });

  it('while the keys were never read, a token is SERVICE_UNAVAILABLE and not invalid', async () => {
    await server.stop();
    const authenticate = newAuthenticator({ cooldownMs: 50 });
    await expect(authenticate(valid)).rejects.toMatchObject(unavailable);
    await expect(authenticate(valid)).rejects.toMatchObject(unavailable);
    await server.start();
    await until('the keys', () =>
      authenticate(valid).then(
        () => true,
        () => false,
      ),
    );
    await expect(authenticate(`Bearer ${signWith(next, { keyid: 'k2' })}`)).rejects.toMatchObject(
      unauthenticated,
    );
  });
});

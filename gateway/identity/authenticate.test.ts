import { newId } from '@shop/domain';
import { afterEach, expect, it, vi } from 'vitest';
import { authenticatorOf, claims, newKeyPair, signWith, viewer } from '../testing/access-tokens.ts';
import { createDenylist } from './denylist.ts';
import { KeysUnavailableError } from './jwks-client.ts';

const pair = newKeyPair();
const keys = new Map([['k1', pair.publicKey]]);
const source = { find: async (kid: string) => keys.get(kid) };
const sign = (...rest: Parameters<typeof signWith> extends [unknown, ...infer R] ? R : never) =>
  signWith(pair, ...rest);
const known = { viewer, hasExpiredToken: false, expiresAt: expect.any(Number) };
const expired = { viewer: undefined, hasExpiredToken: true };
const refused = { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } };

afterEach(() => {
  vi.useRealTimers();
  keys.set('k1', pair.publicKey);
});

it('a valid token returns its viewer, and no token is anonymous', async () => {
  const authenticate = authenticatorOf(source);
  expect(await authenticate(`Bearer ${sign()}`)).toEqual(known);
  expect(await authenticate(`bearer ${sign()}`)).toEqual(known);
  expect(await authenticate(undefined)).toEqual({ viewer: undefined, hasExpiredToken: false });
});

it('a token is verified once, and returns the same viewer each time', async () => {
  let found = 0;
  const find = async (kid: string) => {
    found++;
    return keys.get(kid);
  };
  const [authenticate, token] = [authenticatorOf({ find }), `Bearer ${sign()}`];
  const { viewer: first } = await authenticate(token);
  keys.set('k1', newKeyPair().publicKey);
  expect((await authenticate(token)).viewer).toBe(first);
  expect(found).toBe(2);
});

it('a token is anonymous when it has expired, although it was verified before', async () => {
  vi.useFakeTimers({ now: Date.now() });
  const [authenticate, token] = [authenticatorOf(source), `Bearer ${sign({ expiresIn: 60 })}`];
  await authenticate(token);
  vi.advanceTimersByTime(60_000);
  expect(await authenticate(token)).toEqual(expired);
});

it('a token is refused when its key is retired, although it was verified before', async () => {
  const [authenticate, token] = [authenticatorOf(source), `Bearer ${sign()}`];
  await authenticate(token);
  keys.delete('k1');
  await expect(authenticate(token)).rejects.toMatchObject(refused);
});

it('a token is refused when its session has ended, although it was verified before', async () => {
  const denylist = createDenylist();
  const authenticate = authenticatorOf(source, denylist);
  const [ended, other] = [sign(), sign({}, { ...claims, sid: newId() })];
  await authenticate(`Bearer ${ended}`);
  denylist.add({ sessionIds: [viewer.sessionId], generations: [] });
  await expect(authenticate(`Bearer ${ended}`)).rejects.toMatchObject(refused);
  await expect(authenticate(`Bearer ${sign({ expiresIn: 60 })}`)).rejects.toMatchObject(refused);
  expect(await authenticate(`Bearer ${other}`)).toMatchObject({ viewer: { id: viewer.id } });
});

it('tokens of an earlier generation are refused, and tokens signed since are accepted', async () => {
  const denylist = createDenylist();
  const authenticate = authenticatorOf(source, denylist);
  const before = `Bearer ${sign()}`;
  await authenticate(before);
  denylist.add({ sessionIds: [], generations: [{ userId: viewer.id, generation: 4 }] });
  await expect(authenticate(before)).rejects.toMatchObject(refused);
  expect(await authenticate(`Bearer ${sign({}, { ...claims, gen: 4 })}`)).toEqual(known);
  const another = { ...claims, sub: newId() };
  expect(await authenticate(`Bearer ${sign({}, another)}`)).toMatchObject({
    viewer: { id: another.sub },
  });
});

it('a token is SERVICE_UNAVAILABLE, and not invalid, while the keys cannot be read', async () => {
  const find = async () => {
    throw new KeysUnavailableError('unavailable');
  };
  await expect(authenticatorOf({ find })(`Bearer ${sign()}`)).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
  });
});

it('a token that has expired is anonymous, also when its key is retired', async () => {
  const [authenticate, token] = [authenticatorOf(source), `Bearer ${sign({ expiresIn: -1 })}`];
  expect(await authenticate(token)).toEqual(expired);
  keys.delete('k1');
  expect(await authenticate(token)).toEqual(expired);
});

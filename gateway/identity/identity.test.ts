import { newId } from '@shop/domain';
import { afterEach, expect, it, vi } from 'vitest';
import { claims, identifierOf, newPair, signWith, viewer } from '../testing/identity.ts';
import { KeysUnavailableError } from './jwks-client.ts';
import { createDenylist } from './revocations.ts';

const pair = newPair();
const keys = new Map([['k1', pair.publicKey]]);
const source = { find: async (kid: string) => keys.get(kid) };
const sign = (...rest: Parameters<typeof signWith> extends [unknown, ...infer R] ? R : never) =>
  signWith(pair, ...rest);
const refused = { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } };

afterEach(() => {
  vi.useRealTimers();
  keys.set('k1', pair.publicKey);
});

it('knows who sent a good token, and nobody without one', async () => {
  const identify = identifierOf(source);
  expect(await identify(`Bearer ${sign()}`)).toEqual(viewer);
  expect(await identify(`bearer ${sign()}`)).toEqual(viewer);
  expect(await identify(undefined)).toBeUndefined();
});

it('checks a token once, and gives the same viewer for it', async () => {
  let found = 0;
  const find = async (kid: string) => {
    found++;
    return keys.get(kid);
  };
  const [identify, token] = [identifierOf({ find }), `Bearer ${sign()}`];
  const first = await identify(token);
  keys.set('k1', newPair().publicKey);
  expect(await identify(token)).toBe(first);
  expect(found).toBe(2);
});

it('refuses a token at its end, though it was good before', async () => {
  vi.useFakeTimers({ now: Date.now() });
  const [identify, token] = [identifierOf(source), `Bearer ${sign({ expiresIn: 60 })}`];
  await identify(token);
  vi.advanceTimersByTime(60_000);
  await expect(identify(token)).rejects.toMatchObject(refused);
});

it('refuses a token whose key was retired, though it was good before', async () => {
  const [identify, token] = [identifierOf(source), `Bearer ${sign()}`];
  await identify(token);
  keys.delete('k1');
  await expect(identify(token)).rejects.toMatchObject(refused);
});

it('refuses a token of a session that has ended, though it was good before', async () => {
  const denylist = createDenylist();
  const identify = identifierOf(source, denylist);
  const [ended, other] = [sign(), sign({}, { ...claims, sid: newId() })];
  await identify(`Bearer ${ended}`);
  denylist.add({ sessionIds: [viewer.sessionId], generations: [] });
  await expect(identify(`Bearer ${ended}`)).rejects.toMatchObject(refused);
  await expect(identify(`Bearer ${sign({ expiresIn: 60 })}`)).rejects.toMatchObject(refused);
  expect(await identify(`Bearer ${other}`)).toMatchObject({ id: viewer.id });
});

it('refuses tokens of an earlier generation, and takes those signed since', async () => {
  const denylist = createDenylist();
  const identify = identifierOf(source, denylist);
  const before = `Bearer ${sign()}`;
  await identify(before);
  denylist.add({ sessionIds: [], generations: [{ userId: viewer.id, generation: 4 }] });
  await expect(identify(before)).rejects.toMatchObject(refused);
  expect(await identify(`Bearer ${sign({}, { ...claims, gen: 4 })}`)).toEqual(viewer);
  const somebody = { ...claims, sub: newId() };
  expect(await identify(`Bearer ${sign({}, somebody)}`)).toMatchObject({ id: somebody.sub });
});

it('does not end a session because the keys cannot be read', async () => {
  const find = async () => {
    throw new KeysUnavailableError('away');
  };
  await expect(identifierOf({ find })(`Bearer ${sign()}`)).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
  });
});

import { describe, expect, it, vi } from 'vitest';
import { authenticatorOf, newKeyPair, signWith, viewer } from '../testing/access-tokens.ts';
import { createDenylist } from './denylist.ts';
import { createSignIn, viewerOfFetch } from './sign-in.ts';

const user = newKeyPair();
const authenticate = authenticatorOf({ find: async () => user.publicKey });

describe('the sign-in of an operation', () => {
  it('fetches are anonymous before its response, and then for the viewer of its token', async () => {
    const signIn = createSignIn(authenticate);
    expect(await viewerOfFetch({ viewer: undefined, signIn })).toBeUndefined();
    signIn.respond(signWith(user));
    expect(await viewerOfFetch({ viewer: undefined, signIn })).toEqual(viewer);
  });

  it('a later response changes nothing', async () => {
    const signIn = createSignIn(authenticate);
    signIn.respond(undefined);
    signIn.respond(signWith(user));
    await expect(signIn.viewer()).rejects.toThrow('no valid access token');
  });

  it('a token is verified only when a fetch needs the viewer', async () => {
    const spy = vi.fn(authenticate);
    createSignIn(spy).respond(signWith(user));
    expect(spy).not.toHaveBeenCalled();
  });

  it.each([
    ['of another key', signWith(newKeyPair())],
    ['that has expired', signWith(user, { expiresIn: -1 })],
    ['for another audience', signWith(user, { audience: 'order' })],
    ['that is not a token', 'admin'],
    ['that is empty', ''],
  ])('a token %s makes no viewer', async (_, token) => {
    const signIn = createSignIn(authenticate);
    signIn.respond(token);
    await expect(signIn.viewer()).rejects.toThrow();
  });

  it('a token that is revoked meanwhile makes no viewer', async () => {
    const denylist = createDenylist();
    const signIn = createSignIn(authenticatorOf({ find: async () => user.publicKey }, denylist));
    signIn.respond(signWith(user));
    await signIn.viewer();
    denylist.add({ sessionIds: [viewer.sessionId], generations: [] });
    await expect(signIn.viewer()).rejects.toThrow('revoked');
  });

  it('the viewer of a request stays the viewer', async () => {
    const other = { ...viewer, id: 'other' };
    const signIn = createSignIn(authenticate);
    signIn.respond(signWith(user));
    expect(await viewerOfFetch({ viewer: other, signIn })).toBe(other);
  });
});

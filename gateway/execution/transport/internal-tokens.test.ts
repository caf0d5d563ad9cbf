import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { verifyInternalToken } from '@shop/service';
import { expect, it } from 'vitest';
import { createInternalTokens } from './internal-tokens.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = new Map([['k1', publicKey]]);
const tokenFor = createInternalTokens({ kid: 'k1', key: privateKey });
const newViewer = (): Viewer => ({
  id: newId(),
  email: 'nel@shop.example',
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(['orders:read']),
  sessionId: 's',
});

it('an internal token carries the viewer to one subgraph and is invalid for any other', () => {
  const viewer = newViewer();
  const token = tokenFor(viewer, 'order');
  expect(verifyInternalToken(token, 'order', keys)).toEqual({ viewer });
  expect(() => verifyInternalToken(token, 'user', keys)).toThrow();
  expect(verifyInternalToken(tokenFor(undefined, 'order'), 'order', keys)).toEqual({
    viewer: undefined,
  });
});

it('a viewer has one token per subgraph, and never the token of another viewer', () => {
  const [one, two] = [newViewer(), newViewer()];
  expect(tokenFor(one, 'order')).toBe(tokenFor(one, 'order'));
  expect(tokenFor(one, 'order')).not.toBe(tokenFor(two, 'order'));
  expect(verifyInternalToken(tokenFor(two, 'order'), 'order', keys).viewer?.id).toBe(two.id);
});

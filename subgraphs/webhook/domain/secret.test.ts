import { createSecretKey, randomBytes } from 'node:crypto';
import { newId } from '@shop/domain';
import { expect, it } from 'vitest';
import { newWebhookSecret, openSecret, sealSecret, secretField, signingKeyOf } from './secret.ts';

const key = createSecretKey(randomBytes(32));
const ofBytes = (count: number) => `whsec_${Buffer.alloc(count, 1).toString('base64')}`;

it('a new secret has 256 random bits in the form of the specification', () => {
  const secret = newWebhookSecret();
  expect(secretField.parse(secret)).toBe(secret);
  expect(signingKeyOf(secret)).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(secret);
});

it.each([ofBytes(24), ofBytes(64)])('%s may be chosen', (secret) => {
  expect(secretField.parse(secret)).toBe(secret);
});

it.each([ofBytes(23), ofBytes(65), 'whsec_', 'secret', `${ofBytes(24)}*`, ofBytes(24).slice(6)])(
  '%s is not a secret',
  (text) => {
    expect(secretField.safeParse(text).success).toBe(false);
  },
);

it('a sealed secret opens for its endpoint and with its key only', () => {
  const [secret, id] = [newWebhookSecret(), newId()];
  const sealed = sealSecret(key, secret, id);
  expect(sealed).not.toContain(secret.slice(6));
  expect(openSecret(key, sealed, id)).toBe(secret);
  expect(() => openSecret(key, sealed, newId())).toThrow();
  expect(() => openSecret(createSecretKey(randomBytes(32)), sealed, id)).toThrow();
});

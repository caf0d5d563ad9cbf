import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openToken, sealingKey, sealToken } from './sealed-token.ts';

const newKey = () => createSecretKey(randomBytes(32));
const key = newKey();
const seal = { type: 'user.password_reset_requested.v1', subject: 'u1' };

describe('a sealed token', () => {
  it('a sealed token opens with its key and seal, and does not contain the token', () => {
    const sealed = sealToken(key, 'secret-secret', seal);
    expect(openToken(key, sealed, seal)).toBe('secret-secret');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret');
    expect(sealToken(key, 'secret-secret', seal)).not.toBe(sealed);
  });

  it('a sealed token does not open with another key, user or event, or when changed or cut', () => {
    const sealed = sealToken(key, 'secret', seal);
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[14] = (bytes[14] ?? 0) ^ 1;
    expect(() => openToken(newKey(), sealed, seal)).toThrow();
    expect(() => openToken(key, sealed, { ...seal, subject: 'u2' })).toThrow();
    expect(() => openToken(key, sealed, { ...seal, type: 'other' })).toThrow();
    expect(() => openToken(key, bytes.toString('base64url'), seal)).toThrow();
    for (const cut of ['', sealed.slice(0, 20), sealed.slice(0, -8)]) {
      expect(() => openToken(key, cut, seal)).toThrow();
    }
  });
});

it('a sealing key is 32 bytes as base64', () => {
  const bytes = randomBytes(32);
  expect(sealingKey.parse(bytes.toString('base64')).export()).toEqual(bytes);
  for (const wrong of ['', 'short', randomBytes(31).toString('base64'), 'ä'.repeat(43)]) {
    expect(sealingKey.safeParse(wrong).success).toBe(false);
  }
});

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Shorter secrets could be guessed: 32 characters of base64 are 192 bits. */
const minSecretLength = 32;

/** An environment variable with the secrets of webhooks, separated by commas; the first one signs. */
export const webhookSecrets = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => secret.length >= minSecretLength), {
    error: `must be secrets of at least ${minSecretLength} characters, separated by commas`,
  });

/** The header that carries a signature. */
export const signatureHeader = 'shop-signature';

/** A signature this many seconds old, or this far ahead of our clock, is no longer good. */
export const toleranceSeconds = 300;

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1_000);

const hmac = (secret: string, timestamp: string, body: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();

/** Signs a body, in the scheme of Stripe (docs.stripe.com/webhooks#verify-manually): `t=…,v1=…`. */
export function signatureOf(body: Buffer, secret: string, now: Date): string {
  const timestamp = String(secondsOf(now));
  return `t=${timestamp},v1=${hmac(secret, timestamp, body).toString('hex')}`;
}

/**
 * Whether a header signs exactly this body, now, with one of the secrets. A sender whose secret is
 * being changed may give several `v1`; other schemes are passed over.
 */
export function isSigned(
  body: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Date,
): boolean {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  const timestamps = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const [timestamp = ''] = timestamps;
  if (timestamps.length !== 1 || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(secondsOf(now) - Number(timestamp)) > toleranceSeconds) return false;
  const given = parts
    .filter((part) => /^v1=[\da-f]{64}$/.test(part))
    .map((part) => Buffer.from(part.slice(3), 'hex'));
  const expected = secrets.map((secret) => hmac(secret, timestamp, body));
  return expected.some((good) => given.some((one) => timingSafeEqual(good, one)));
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Shorter secrets can be guessed; 32 characters of base64 are 192 bits. */
const minSecretLength = 32;

/** The variable with the secrets of webhooks, separated by commas. The first one signs. */
export const webhookSecrets = z
  .string()
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((list) => list.every((secret) => secret.length >= minSecretLength), {
    error: `must be secrets of at least ${minSecretLength} characters, separated by commas`,
  });

/** The header that carries a signature. */
export const signatureHeader = 'shop-signature';

/** A signature is valid for this many seconds before and after the time of its sender. */
export const toleranceSeconds = 300;

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1_000);

const hmac = (secret: string, timestamp: string, body: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();

/** Returns the signature of a body, `t=…,v1=…`, as Stripe does (docs.stripe.com/webhooks#verify-manually). */
export function signatureOf(body: Buffer, secret: string, now: Date): string {
  const timestamp = String(secondsOf(now));
  return `t=${timestamp},v1=${hmac(secret, timestamp, body).toString('hex')}`;
}

/**
 * Whether a header is a valid signature of this body by one of the secrets. A sender that rotates its secret
 * may send several `v1`; other schemes are ignored.
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
  const signatures = parts
    .filter((part) => /^v1=[\da-f]{64}$/.test(part))
    .map((part) => Buffer.from(part.slice(3), 'hex'));
  const expected = secrets.map((secret) => hmac(secret, timestamp, body));
  return expected.some((one) => signatures.some((other) => timingSafeEqual(one, other)));
}

import { type KeyObject, randomBytes } from 'node:crypto';
import { breaks } from '@shop/domain';
import { openToken, type Seal, sealToken } from '@shop/schema';
import { z } from 'zod';

const prefix = 'whsec_';
/** As the Standard Webhooks specification demands, in bytes. */
const [shortest, longest] = [24, 64];

const bytesOf = (secret: string): Buffer => Buffer.from(secret.slice(prefix.length), 'base64');

function isSecret(text: string): boolean {
  const { length } = bytesOf(text);
  return /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && length >= shortest && length <= longest;
}

const rule = 'must be a secret as Standard Webhooks define it, beginning with whsec_';

/** A secret that staff may choose; `null` when it is left out. */
export const secretField = z
  .string()
  .refine(isSecret, { ...breaks('PATTERN'), error: rule })
  .nullish()
  .transform((secret) => secret ?? null);

/** Returns a new secret of 256 random bits. */
export const newWebhookSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

/** Returns the key with which a secret signs. */
export const signingKeyOf = bytesOf;

const sealOf = (endpointId: string): Seal => ({ type: 'webhook.secret', subject: endpointId });

/** Encrypts a secret for the database: signing needs the secret itself, so a hash is not enough. */
export const sealSecret = (key: KeyObject, secret: string, endpointId: string): string =>
  sealToken(key, secret, sealOf(endpointId));

/** Decrypts the secret of an endpoint. Throws when it was encrypted with another key. */
export const openSecret = (key: KeyObject, sealed: string, endpointId: string): string =>
  openToken(key, sealed, sealOf(endpointId));

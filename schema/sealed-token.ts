import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';

/** AES-256-GCM with the nonce and tag of NIST SP 800-38D, sections 8.2 and 5.2.1.2, in bytes. */
const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** An environment variable with the key of sealed tokens: 32 bytes as base64. */
export const sealingKey = z
  .string()
  .refine(
    (text) => /^[\w+/-]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === keyBytes,
    'must be 32 bytes as base64',
  )
  .transform((text) => createSecretKey(Buffer.from(text, 'base64')));

/** What a sealed token is bound to: its type, and the user or order that it is for. */
export type Seal = { readonly type: string; readonly subject: string };

/** The seal of the link to a guest's order, which every event of the order carries. */
export const orderLinkSeal = (orderId: string): Seal => ({ type: 'order.link', subject: orderId });

const associated = ({ type, subject }: Seal) => Buffer.from(JSON.stringify([type, subject]));

/**
 * Encrypts the token of an e-mail, which must not be readable in the outbox or on the bus: only the graphs of
 * user and order and the notification worker have the key. Returns base64url of nonce, ciphertext and tag.
 */
export function sealToken(key: KeyObject, token: string, seal: Seal): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated(seal));
  const sealed = [nonce, cipher.update(token, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

/** Decrypts a sealed token. Throws when it was sealed with another key or seal, or was changed. */
export function openToken(key: KeyObject, sealed: string, seal: Seal): string {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new Error('too short for a sealed token');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated(seal)).setAuthTag(bytes.subarray(-tagBytes));
  const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

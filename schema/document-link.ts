import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The path of a document with its end, in seconds since 1970, and its signature (`publicPaths`). */
export const documentPath = '/documents/:id/:expiry/:signature';

export type DocumentLink = {
  readonly id: string;
  readonly expiry: string;
  readonly signature: string;
};

/** What a document link is: `expired` had a valid signature. */
export type DocumentLinkState = 'VALID' | 'EXPIRED' | 'FORGED';

/** Bytes of HMAC-SHA256 and of its key. */
const hashBytes = 32;

/** The key of links is derived from that of sealed tokens, which the same processes have, and is never equal to it. */
const linkKeyOf = (key: KeyObject): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', 'document link', hashBytes));

const sign = (key: KeyObject, id: string, expiry: string): Buffer =>
  createHmac('sha256', linkKeyOf(key)).update(`${id}/${expiry}`).digest();

/** Returns the path of a document below the public URL. Everyone who has it can read the document until `expiresAt`. */
export function signDocumentLink(key: KeyObject, id: string, expiresAt: Date): string {
  const expiry = String(Math.floor(expiresAt.getTime() / 1_000));
  return `/documents/${id}/${expiry}/${sign(key, id, expiry).toString('hex')}`;
}

/** Judges a link. The signature is compared in constant time, and before the end, which may be forged as well. */
export function judgeDocumentLink(
  key: KeyObject,
  { id, expiry, signature }: DocumentLink,
  now: Date,
): DocumentLinkState {
  const given = Buffer.from(signature, 'hex');
  const expected = sign(key, id, expiry);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'FORGED';
  return now.getTime() < Number(expiry) * 1_000 ? 'VALID' : 'EXPIRED';
}

import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const ecKey = z.looseObject({
  kid: z.string().min(1),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});
const privateKey = ecKey.extend({ d: z.string('has no private part') });

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue('must be a JWK Set as JSON');
    return z.NEVER;
  }
});

/** An environment variable with a JWK Set (RFC 7517) of public P-256 keys. */
export const publicKeySet = json.pipe(z.object({ keys: z.array(ecKey).min(1) }));
/** The same with private keys; the first one signs. */
export const privateKeySet = json.pipe(z.object({ keys: z.array(privateKey).min(1) }));

export type PublicKeySet = z.output<typeof publicKeySet>;
export type PrivateKeySet = z.output<typeof privateKeySet>;
export type SigningKey = { readonly kid: string; readonly key: KeyObject };

/** Returns public keys by `kid`. KeyObjects, because a key given as text is parsed for every token. */
export const publicKeys = ({ keys }: PublicKeySet): ReadonlyMap<string, KeyObject> =>
  new Map(
    keys.map(({ kid, kty, crv, x, y }) => [
      kid,
      createPublicKey({ format: 'jwk', key: { kty, crv, x, y } }),
    ]),
  );

/** Returns the key that signs: the first of the set. */
export function signingKey({ keys }: PrivateKeySet): SigningKey {
  const [first] = keys;
  if (!first) throw new Error('empty key set');
  return { kid: first.kid, key: createPrivateKey({ format: 'jwk', key: first as JsonWebKey }) };
}

/** Returns the keys without their private parts, for publication. */
export const withoutPrivateParts = ({ keys }: PrivateKeySet): PublicKeySet => ({
  keys: keys.map(({ kid, kty, crv, x, y }) => ({ kid, kty, crv, x, y, alg: 'ES256', use: 'sig' })),
});

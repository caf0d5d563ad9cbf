import { createHmac } from 'node:crypto';
import { signingKeyOf } from './secret.ts';

type Signed = {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
};

/** Returns the signature of a body by one secret: `v1,` and the base64 of its HMAC-SHA256. */
const signatureOf = (secret: string, { id, timestamp, body }: Signed): string => {
  const content = `${id}.${timestamp}.${body}`;
  return `v1,${createHmac('sha256', signingKeyOf(secret)).update(content).digest('base64')}`;
};

/** Returns the headers of the Standard Webhooks specification, signed with each of the secrets. */
export const signatureHeaders = (signed: Signed, secrets: readonly string[]) => ({
  'webhook-id': signed.id,
  'webhook-timestamp': String(signed.timestamp),
  'webhook-signature': secrets.map((secret) => signatureOf(secret, signed)).join(' '),
});

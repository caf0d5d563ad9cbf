import { validate } from '@shop/domain';
import { z } from 'zod';
import type { EndpointPorts } from './create-webhook-endpoint.ts';
import { changed, type WebhookEndpoint } from './endpoint.ts';
import { newWebhookSecret, sealSecret, secretField } from './secret.ts';

const rotateSecretInput = z.object({ endpointId: z.string(), secret: secretField });
export type RotateSecretInput = z.input<typeof rotateSecretInput>;

/** How long the previous secret signs too, in ms: a day to change the receiver. */
const overlapMs = 24 * 60 * 60_000;

/**
 * Replaces the secret of an endpoint and returns the new one, which is not shown again. Refuses INVALID_VALUE, NOT_FOUND.
 */
export async function rotateWebhookSecret(
  { endpoints, secretKey }: Pick<EndpointPorts, 'endpoints' | 'secretKey'>,
  input: RotateSecretInput,
  now = new Date(),
): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
  const { endpointId, secret: chosen } = validate(rotateSecretInput, input);
  const secret = chosen ?? newWebhookSecret();
  const endpoint = await endpoints.update(endpointId, (before) => {
    const change = {
      secret: sealSecret(secretKey, secret, before.id),
      previousSecret: before.secret,
      previousSecretExpiresAt: new Date(now.getTime() + overlapMs),
    };
    return changed(before, change, now);
  });
  return { endpoint, secret };
}

import { signatureHeader, signatureOf } from './signature.ts';
import type { ChargeUpdated } from './webhook-event.ts';

/** A shop that takes longer has not heard it. */
const timeoutMs = 5_000;

export type SendWebhook = (event: ChargeUpdated) => Promise<void>;

/** Sends signed webhooks over HTTP, as a provider does. Rejects unless the shop answers 2xx. */
export const createWebhookSender =
  (url: string, secret: string): SendWebhook =>
  async (event) => {
    const body = Buffer.from(JSON.stringify(event));
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: signatureOf(body, secret, new Date()),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the shop answered ${response.status}`);
  };

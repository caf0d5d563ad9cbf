import { signatureHeader, signatureOf } from './signature.ts';
import type { ChargeUpdated } from './webhook-format.ts';

/** A webhook whose response takes longer is sent again. */
const timeoutMs = 5_000;

export type SendWebhook = (event: ChargeUpdated) => Promise<void>;

/** Creates a sender of signed webhooks. It rejects unless the shop responds with 2xx. */
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
    if (!response.ok) throw new Error(`the shop responded with ${response.status}`);
  };

import { isId, Refusal } from '@shop/domain';
import { bytesOf, errorBody, rawBody, type ServiceProcess } from '@shop/service';
import { isSigned, signatureHeader } from './signature.ts';
import { readWebhook, type SettledCharge } from './webhook-event.ts';

/** Events are far smaller. */
const bodyLimit = 64 * 1_024;

export type WebhookOptions = {
  readonly secrets: readonly string[];
  /** Notes what a charge has come to, once for each event. Refuses NOT_FOUND for a charge of nobody. */
  readonly settle: (event: SettledCharge) => Promise<void>;
  readonly now?: () => Date;
};

/**
 * Hears the payment provider at `/webhooks/payments`. Answers 200 when the effect is saved, was saved
 * before, or there is none; anything else makes the provider send it again.
 */
export function servePaymentWebhook(
  { app }: Pick<ServiceProcess, 'app'>,
  { secrets, settle, now = () => new Date() }: WebhookOptions,
): void {
  app.post('/webhooks/payments', rawBody(bodyLimit), async (request, response) => {
    const body = bytesOf(request);
    if (!isSigned(body, request.get(signatureHeader), secrets, now())) {
      response.status(401).json(errorBody('UNAUTHENTICATED', 'The signature is not valid.'));
      return;
    }
    const event = readWebhook(body);
    if (event === 'malformed') {
      response.status(400).json(errorBody('BAD_REQUEST', 'This is not an event we can read.'));
      return;
    }
    if (event !== 'ignored' && !(await settled(event))) {
      response.status(404).json(errorBody('NOT_FOUND', 'There is no such charge.'));
      return;
    }
    response.json({ received: true });
  });

  async function settled(event: SettledCharge): Promise<boolean> {
    // Keys of charges are ids of ours.
    if (!isId(event.key)) return false;
    try {
      await settle(event);
      return true;
    } catch (error) {
      const unknown = error instanceof Refusal && error.reasons[0]?.code === 'NOT_FOUND';
      if (unknown) return false;
      throw error;
    }
  }
}

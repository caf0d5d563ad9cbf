import { isId, Refusal } from '@shop/domain';
import { bytesOf, errorBody, rawBody, type Service } from '@shop/service';
import type { ChargeReport, DisputeReport, ParsedWebhook, WebhookRequest } from './provider.ts';

/** Events are far smaller. */
const bodyLimit = 64 * 1_024;

export type WebhookOptions = {
  readonly parse: (request: WebhookRequest) => Promise<ParsedWebhook>;
  /** Saves what is reported about a charge, once per event. Refuses NOT_FOUND for an unknown charge. */
  readonly settle: (report: ChargeReport | DisputeReport) => Promise<void>;
  readonly now?: () => Date;
};

/**
 * Serves the webhook of the payment provider, `/webhooks/payments`. Responds with 200 when the effect is
 * saved, was saved before, or there is none; any other status makes the provider send the event again.
 */
export function servePaymentWebhook(
  { app }: Pick<Service, 'app'>,
  { parse, settle, now = () => new Date() }: WebhookOptions,
): void {
  app.post('/webhooks/payments', rawBody(bodyLimit), async (request, response) => {
    const header = (name: string) => request.get(name);
    const event = await parse({ body: bytesOf(request), header, receivedAt: now() });
    if (event === 'unsigned') {
      response.status(401).json(errorBody('UNAUTHENTICATED', 'The signature is invalid.'));
      return;
    }
    if (event === 'malformed') {
      response.status(400).json(errorBody('BAD_REQUEST', 'The event cannot be parsed.'));
      return;
    }
    if (event !== 'ignored' && !(await isSettled(event))) {
      response.status(404).json(errorBody('NOT_FOUND', 'There is no such charge.'));
      return;
    }
    response.json({ received: true });
  });

  async function isSettled(report: ChargeReport | DisputeReport): Promise<boolean> {
    // The key of a charge is the id of its payment.
    if (!isId(report.key)) return false;
    try {
      await settle(report);
      return true;
    } catch (error) {
      const isUnknown = error instanceof Refusal && error.reasons[0]?.code === 'NOT_FOUND';
      if (isUnknown) return false;
      throw error;
    }
  }
}

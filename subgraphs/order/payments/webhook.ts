import { isId, Refusal } from '@shop/domain';
import type { ErrorCode } from '@shop/schema';
import { bytesOf, errorBody, rawBody, type Service } from '@shop/service';
import type { ChargeReport, DisputeReport, ParsedWebhook, WebhookRequest } from './provider.ts';

/** Events are far smaller. */
const bodyLimit = 64 * 1_024;

export type WebhookOptions = {
  readonly parse: (request: WebhookRequest) => Promise<ParsedWebhook>;
  /**
   * Saves what is reported about a charge, once per event. Refuses NOT_FOUND for an unknown charge, and INVALID_VALUE for one
   * of another amount than its payment.
   */
  readonly settle: (report: ChargeReport | DisputeReport) => Promise<void>;
  readonly now?: () => Date;
};

type Fault = { readonly status: number; readonly code: ErrorCode; readonly message: string };

const faults = {
  unsigned: { status: 401, code: 'UNAUTHENTICATED', message: 'The signature is invalid.' },
  malformed: { status: 400, code: 'BAD_REQUEST', message: 'The event cannot be parsed.' },
  unknown: { status: 404, code: 'NOT_FOUND', message: 'There is no such charge.' },
} as const satisfies Record<string, Fault>;

/** Returns what a refusal is to the provider. Throws every other error. */
function faultOfRefusal(error: unknown): Fault {
  const reason = error instanceof Refusal ? error.reasons[0] : undefined;
  if (reason?.code === 'NOT_FOUND') return faults.unknown;
  if (reason?.code !== 'INVALID_VALUE') throw error;
  return { status: 409, code: 'BAD_REQUEST', message: reason.message };
}

/**
 * Serves the webhook of the payment provider, `/webhooks/payments`. Responds with 200 when the effect is
 * saved, was saved before, or there is none; any other status makes the provider send the event again.
 */
export function servePaymentWebhook(
  { app, log }: Pick<Service, 'app' | 'log'>,
  { parse, settle, now = () => new Date() }: WebhookOptions,
): void {
  app.post('/webhooks/payments', rawBody(bodyLimit), async (request, response) => {
    const header = (name: string) => request.get(name);
    const event = await parse({ body: bytesOf(request), header, receivedAt: now() });
    const fault = await faultOf(event);
    if (fault) response.status(fault.status).json(errorBody(fault.code, fault.message));
    else response.json({ received: true });
  });

  /** Settles a report. Returns why an event is refused. */
  async function faultOf(event: ParsedWebhook): Promise<Fault | undefined> {
    if (event === 'ignored') return undefined;
    if (typeof event === 'string') return faults[event];
    // The key of a charge is the id of its payment.
    if (!isId(event.key)) return faults.unknown;
    const fault = await settle(event).then(() => undefined, faultOfRefusal);
    if (fault && fault !== faults.unknown) {
      log.warn(
        { eventId: event.eventId, paymentId: event.key, reason: fault.message },
        'a webhook does not fit its payment',
      );
    }
    return fault;
  }
}

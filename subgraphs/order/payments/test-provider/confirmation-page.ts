import { randomBytes } from 'node:crypto';
import { isId } from '@shop/domain';
import { bytesOf, rawBody, type Service } from '@shop/service';
import { succeeded } from './captures.ts';
import type { ChargeStore, TestCharge } from './charges.ts';
import { chargePage, problemPage } from './confirmation-page-html.ts';

/** Enough for `decision=decline`. */
const bodyLimit = 1_024;

type Decision = 'approve' | 'decline';
type Page = {
  readonly status: number;
  readonly html: (nonce: string) => string;
  /** Browsers apply the policy for forms to the redirect that follows, too. */
  readonly formTarget?: string | undefined;
};

export type ConfirmationPageOptions = {
  readonly charges: ChargeStore;
  readonly authorisationMs: number;
  readonly now?: () => Date;
};

/**
 * Serves the page where customers of the test provider confirm a payment: `/payments/test/<key>`. The key
 * authorises one decision: it cannot be guessed, so another site cannot forge the request.
 */
export function serveConfirmationPage(
  { app }: Pick<Service, 'app'>,
  { charges, authorisationMs, now = () => new Date() }: ConfirmationPageOptions,
): void {
  app
    .route('/payments/test/:key')
    .get(async ({ params }, response) => {
      // Keys are ids of payments.
      show(response, pageOf(isId(params.key) ? await charges.byKey(params.key) : undefined));
    })
    .post(rawBody(bodyLimit), async (request, response) => {
      const decision = new URLSearchParams(bytesOf(request).toString()).get('decision');
      if (decision !== 'approve' && decision !== 'decline') return show(response, undecided);
      const { key } = request.params;
      const charge = isId(key)
        ? await charges.update(key, settledBy(decision, now(), authorisationMs))
        : undefined;
      if (!charge) return show(response, pageOf(charge));
      // Without a page of the shop, back to this one, so that reloading it does not send the form again.
      response.redirect(
        303,
        returnTo(charge) ?? `/payments/test/${encodeURIComponent(charge.key)}`,
      );
    });
}

const undecided: Page = {
  status: 400,
  html: (nonce) => problemPage('Choose Approve or Decline.', nonce),
};

const pageOf = (charge: TestCharge | undefined): Page =>
  charge
    ? {
        status: 200,
        html: (nonce) => chargePage(charge, nonce),
        formTarget: charge.returnUrl === null ? undefined : new URL(charge.returnUrl).origin,
      }
    : { status: 404, html: (nonce) => problemPage('There is no such payment.', nonce) };

/** Returns the page of the shop for a charge that was decided, with the result; nothing in it is secret. */
function returnTo({ returnUrl, status }: TestCharge): string | undefined {
  if (returnUrl === null) return undefined;
  const url = new URL(returnUrl);
  url.searchParams.set(
    'result',
    status === 'CAPTURED' || status === 'AUTHORISED' ? 'approved' : 'declined',
  );
  return url.href;
}

/** Settles a charge that waits for its customer. Its webhook is due immediately. */
const settledBy =
  (decision: Decision, now: Date, authorisationMs: number) =>
  (charge: TestCharge): TestCharge => {
    if (charge.status !== 'REQUIRES_ACTION') return charge;
    const decided: TestCharge =
      decision === 'approve'
        ? succeeded(charge, now, authorisationMs)
        : { ...charge, status: 'FAILED', code: 'customer_declined' };
    return { ...decided, dueAt: now };
  };

type Response = Parameters<Parameters<Service['app']['get']>[1]>[1];

function show(response: Response, { status, html, formTarget }: Page): void {
  const nonce = randomBytes(16).toString('base64');
  const formTargets = ["'self'", ...(formTarget ? [formTarget] : [])].join(' ');
  response
    .status(status)
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${formTargets}; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    .type('html')
    .send(html(nonce));
}

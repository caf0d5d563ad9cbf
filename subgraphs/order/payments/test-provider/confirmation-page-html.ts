import { escapeHtml, formatMoney } from '@shop/domain';
import type { TestCharge } from './charges.ts';

/** Returns a page that loads nothing and runs no script. Its form posts to the URL of the page. */
const page = (title: string, main: string, nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 28rem; margin: 4rem auto; padding: 0 1rem; }
button { font: inherit; padding: .5rem 1.25rem; margin: .5rem .5rem 0 0; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;

const outcomes = {
  AUTHORISED: 'The payment is approved. You can close this page.',
  CAPTURED: 'The payment is approved. You can close this page.',
  FAILED: 'The payment is declined. You can close this page.',
  PENDING: 'The payment is being processed. You can close this page.',
};

/** Returns the page of a charge: two buttons, or its outcome. */
export function chargePage({ amount, status }: TestCharge, nonce: string): string {
  if (status !== 'REQUIRES_ACTION') {
    return page('Test payment', `<p role="status">${outcomes[status]}</p>`, nonce);
  }
  const form = `<p>Confirm the payment of <strong>${escapeHtml(formatMoney(amount))}</strong>. This is a test: no money moves.</p>
<form method="post">
<button name="decision" value="approve">Approve</button>
<button name="decision" value="decline">Decline</button>
</form>`;
  return page('Test payment', form, nonce);
}

export const problemPage = (message: string, nonce: string): string =>
  page('Test payment', `<p role="alert">${escapeHtml(message)}</p>`, nonce);

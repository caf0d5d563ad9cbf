import { emailLookupField, validate } from '@shop/domain';
import { z } from 'zod';
import { issueMailToken, type MailTokens } from './issue-mail-token.ts';
import type { AccountStore } from './ports.ts';

const requestPasswordResetInput = z.object({ email: emailLookupField });
export type RequestPasswordResetInput = z.input<typeof requestPasswordResetInput>;

/**
 * Longer than the work takes, whether there is an account or not: the time of the answer says nothing
 * (OWASP Forgot Password Cheat Sheet: consistent message, consistent time).
 */
const answerAfterMs = 400;

/** Sends a link for a new password if the account exists. The answer is the same. Refuses INVALID_VALUE. */
export async function requestPasswordReset(
  deps: MailTokens & { readonly accounts: AccountStore },
  input: RequestPasswordResetInput,
  now = new Date(),
): Promise<object> {
  const { email } = validate(requestPasswordResetInput, input);
  const send = async () => {
    const account = await deps.accounts.byEmail(email);
    if (account) await issueMailToken(deps, account.id, 'RESET_PASSWORD', now);
  };
  const pause = new Promise((resolve) => setTimeout(resolve, answerAfterMs));
  await Promise.all([pause, send()]);
  return {};
}

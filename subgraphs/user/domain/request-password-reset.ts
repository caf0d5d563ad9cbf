import { issueMailToken, type MailTokens } from './issue-mail-token.ts';
import type { AccountStore } from './ports.ts';
import { normalEmail } from './user.ts';

export type RequestPasswordResetInput = { readonly email: string };

/**
 * Longer than the work takes, whether there is an account or not: the time of the answer says nothing
 * (OWASP Forgot Password Cheat Sheet: consistent message, consistent time).
 */
const answerAfterMs = 400;

/** Sends a link for a new password if the account exists. The answer is always the same. */
export async function requestPasswordReset(
  deps: MailTokens & { readonly accounts: AccountStore },
  { email }: RequestPasswordResetInput,
  now = new Date(),
): Promise<object> {
  const send = async () => {
    const account = await deps.accounts.byEmail(normalEmail(email));
    if (account) await issueMailToken(deps, account.id, 'RESET_PASSWORD', now);
  };
  const pause = new Promise((resolve) => setTimeout(resolve, answerAfterMs));
  await Promise.all([pause, send()]);
  return {};
}

import { emailLookupField, inEvenTime, validate } from '@shop/domain';
import { z } from 'zod';
import { issueMailToken, type MailTokens } from './issue-mail-token.ts';
import type { AccountStore } from './ports.ts';

const requestPasswordResetInput = z.object({ email: emailLookupField });
export type RequestPasswordResetInput = z.input<typeof requestPasswordResetInput>;

/**
 * Sends a link to set a new password if the account exists. The response is the same in both cases. Refuses
 * INVALID_VALUE.
 */
export async function requestPasswordReset(
  dependencies: MailTokens & { readonly accounts: AccountStore },
  input: RequestPasswordResetInput,
  now = new Date(),
): Promise<object> {
  const { email } = validate(requestPasswordResetInput, input);
  await inEvenTime(async () => {
    const account = await dependencies.accounts.byEmail(email);
    if (account) await issueMailToken(dependencies, account.id, 'RESET_PASSWORD', now);
  });
  return {};
}

import type { Viewer } from '@shop/schema';
import { issueMailToken, type MailTokens } from './issue-mail-token.ts';

/** Sends the caller another mail to verify the address with, unless it is verified. */
export async function requestEmailVerification(
  deps: MailTokens,
  viewer: Viewer,
  now = new Date(),
): Promise<object> {
  await issueMailToken(deps, viewer.id, 'VERIFY_EMAIL', now, (account) => !account.emailVerified);
  return {};
}

import type { Viewer } from '@shop/schema';
import { issueMailToken, type MailTokens } from './issue-mail-token.ts';

/** Sends the viewer another e-mail to verify the address, unless it is verified. */
export async function requestEmailVerification(
  dependencies: MailTokens,
  viewer: Viewer,
  now = new Date(),
): Promise<object> {
  await issueMailToken(
    dependencies,
    viewer.id,
    'VERIFY_EMAIL',
    now,
    (account) => !account.emailVerified,
  );
  return {};
}

import { constraint, emailField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { type CurrentPasswords, verifyCurrentPassword } from './current-password.ts';
import { issueMailToken, type MailTokens } from './issue-mail-token.ts';
import { normalizePassword } from './password.ts';
import type { Client } from './session.ts';

const requestEmailChangeInput = z.object({
  newEmail: emailField,
  currentPassword: z.string().transform(normalizePassword),
});
export type RequestEmailChangeInput = z.input<typeof requestEmailChangeInput>;

/**
 * Sends a link to a new e-mail address, which becomes the address of the account when it is opened. It is sent whether or
 * not another account has the address, so that neither the response nor its duration reveals it; `confirmEmailChange`
 * decides. Guesses of the current password count as login attempts. Refuses INVALID_VALUE, TOO_MANY_ATTEMPTS and
 * INVALID_CREDENTIALS.
 */
export async function requestEmailChange(
  dependencies: CurrentPasswords & MailTokens,
  viewer: Viewer,
  client: Client,
  input: RequestEmailChangeInput,
  now = new Date(),
): Promise<object> {
  const { newEmail, currentPassword } = validate(requestEmailChangeInput, input);
  const known = await dependencies.accounts.byId(viewer.id);
  if (!known) return refuse('NOT_FOUND', 'The account no longer exists.');
  if (newEmail === known.email) {
    refuse(
      'INVALID_VALUE',
      'must not be the present address',
      ['newEmail'],
      constraint('NOT_ALLOWED'),
    );
  }
  const assertUnchanged = await verifyCurrentPassword(
    dependencies,
    known,
    client,
    currentPassword,
    now,
  );
  const isNeeded: Parameters<typeof issueMailToken>[4] = (account) => {
    assertUnchanged(account);
    return true;
  };
  await issueMailToken(dependencies, known.id, 'CHANGE_EMAIL', now, isNeeded, newEmail);
  return {};
}

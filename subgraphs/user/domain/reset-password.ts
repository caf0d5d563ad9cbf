import { hashOf, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { forgiveAttempts } from './count-attempt.ts';
import { newSessionEnd } from './end-sessions.ts';
import { takeoverPurposes } from './mail-token.ts';
import { assertStrongPassword, newPasswordField } from './password.ts';
import type { LoginAttemptStore, MailTokenStore, PasswordHasher } from './ports.ts';
import type { Client } from './session.ts';
import { changed, passwordChanged } from './user.ts';

const resetPasswordInput = z.object({
  token: z.string().transform(hashOf),
  newPassword: newPasswordField,
});
export type ResetPasswordInput = z.input<typeof resetPasswordInput>;

type Dependencies = {
  readonly mailTokens: MailTokenStore;
  readonly passwords: PasswordHasher;
  readonly attempts: LoginAttemptStore;
};

/**
 * Sets a new password with the token from an e-mail, ends all sessions and invalidates the link of a new e-mail address.
 * Login is then possible from this
 * network, whatever the number of failed attempts. Refuses INVALID_VALUE, WEAK_PASSWORD and INVALID_TOKEN.
 */
export async function resetPassword(
  dependencies: Dependencies,
  client: Client,
  input: ResetPasswordInput,
  now = new Date(),
): Promise<object> {
  const { mailTokens, passwords } = dependencies;
  const { token, newPassword } = validate(resetPasswordInput, input);
  const owner = await mailTokens.ownerOf(token, 'RESET_PASSWORD', now);
  // Before hashing, which an invalid token must not cost.
  if (!owner) return refuseToken();
  assertStrongPassword(newPassword, owner.email, 'newPassword');
  const passwordHash = await passwords.hash(newPassword);
  const done = await mailTokens.consume(token, 'RESET_PASSWORD', now, ({ account, sessions }) => {
    const { ends, events } = newSessionEnd(account, sessions, 'PASSWORD_CHANGED', now);
    return {
      next: changed(account, { passwordHash }),
      ...(ends && { ends }),
      events: [passwordChanged(account, 'RESET'), ...events],
      invalidates: takeoverPurposes,
    };
  });
  if (!done) return refuseToken();
  await forgiveAttempts(dependencies, owner.email, client, now);
  return {};
}

const refuseToken = (): never =>
  refuse('INVALID_TOKEN', 'The link was used before or has expired.', ['token']);

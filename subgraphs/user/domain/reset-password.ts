import { hashOf, refuse, validate } from '@shop/domain';
import { z } from 'zod';
import { forgiveAttempts } from './count-attempt.ts';
import { ending } from './end-sessions.ts';
import { newPasswordField, refuseWeak } from './password.ts';
import type { LoginAttemptStore, MailTokenStore, PasswordHasher } from './ports.ts';
import type { Client } from './session.ts';
import { changed } from './user.ts';

const resetPasswordInput = z.object({
  token: z.string().transform(hashOf),
  newPassword: newPasswordField,
});
export type ResetPasswordInput = z.input<typeof resetPasswordInput>;

type Passwords = {
  readonly mailTokens: MailTokenStore;
  readonly passwords: PasswordHasher;
  readonly attempts: LoginAttemptStore;
};

/**
 * Sets a new password with a token from a mail and ends all sessions. Whoever has the mail may then sign
 * in at once, however often the old password was tried. Refuses INVALID_VALUE, WEAK_PASSWORD, INVALID_TOKEN.
 */
export async function resetPassword(
  deps: Passwords,
  client: Client,
  input: ResetPasswordInput,
  now = new Date(),
): Promise<object> {
  const { mailTokens, passwords } = deps;
  const { token, newPassword } = validate(resetPasswordInput, input);
  const owner = await mailTokens.ownerOf(token, 'RESET_PASSWORD', now);
  // Before hashing: a wrong token should cost us nothing.
  if (!owner) return invalidToken();
  refuseWeak(newPassword, owner.email, 'newPassword');
  const passwordHash = await passwords.hash(newPassword);
  const done = await mailTokens.consume(token, 'RESET_PASSWORD', now, ({ account, sessions }) => ({
    next: changed(account, { passwordHash }),
    ...ending(account, sessions, 'PASSWORD_CHANGED', now),
  }));
  if (!done) return invalidToken();
  await forgiveAttempts(deps, owner.email, client, now);
  return {};
}

const invalidToken = (): never =>
  refuse('INVALID_TOKEN', 'The link was used before, or has expired.', ['token']);

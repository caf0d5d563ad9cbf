import { answer, signedIn } from '@shop/service';
import type { UserContext } from '../context.ts';
import { changePassword } from '../domain/change-password.ts';
import { login } from '../domain/login.ts';
import { logout } from '../domain/logout.ts';
import { logoutEverywhere } from '../domain/logout-everywhere.ts';
import { refreshToken } from '../domain/refresh-token.ts';
import { register } from '../domain/register.ts';
import { reinstateUser } from '../domain/reinstate-user.ts';
import { requestEmailVerification } from '../domain/request-email-verification.ts';
import { requestPasswordReset } from '../domain/request-password-reset.ts';
import { resetPassword } from '../domain/reset-password.ts';
import { revokeSession } from '../domain/revoke-session.ts';
import { setUserRoles } from '../domain/set-user-roles.ts';
import { suspendUser } from '../domain/suspend-user.ts';
import { updateProfile } from '../domain/update-profile.ts';
import type { User } from '../domain/user.ts';
import { verifyEmail } from '../domain/verify-email.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { addressMutations } from './address-mutation.ts';

const answerUser = (work: () => Promise<User>) => answer(async () => ({ user: await work() }));

/** The answer of an operation that signs in, whose caller was a visitor when it was sent. */
const answerSignIn = <T extends { readonly user: User }>(
  { signedInAs }: UserContext,
  work: () => Promise<T>,
) =>
  answer(async () => {
    const signedIn = await work();
    signedInAs.add(signedIn.user.id);
    return signedIn;
  });

export const Mutation: MutationResolvers = {
  ...addressMutations,
  register: (_, { input }, context) =>
    answerSignIn(context, () => register(context, context, input)),
  login: (_, { input }, context) => answerSignIn(context, () => login(context, context, input)),
  refreshToken: (_, { input }, context) =>
    answerSignIn(context, () => refreshToken(context, context, input)),
  logout: (_, __, context) => answer(() => logout(context, signedIn(context))),
  logoutEverywhere: (_, __, context) => answer(() => logoutEverywhere(context, signedIn(context))),
  revokeSession: (_, { input }, context) =>
    answer(() => revokeSession(context, signedIn(context), input)),
  changePassword: (_, { input }, context) =>
    answerUser(() => changePassword(context, signedIn(context), context, input)),
  requestPasswordReset: (_, { input }, context) =>
    answer(() => requestPasswordReset(context, input)),
  resetPassword: (_, { input }, context) => answer(() => resetPassword(context, context, input)),
  requestEmailVerification: (_, __, context) =>
    answer(() => requestEmailVerification(context, signedIn(context))),
  verifyEmail: (_, { input }, context) => answerUser(() => verifyEmail(context, input)),
  updateProfile: (_, { input }, context) =>
    answerUser(() => updateProfile(context, signedIn(context), input)),
  setUserRoles: (_, { input }, context) =>
    answerUser(() => setUserRoles(context, signedIn(context), input)),
  suspendUser: (_, { input }, context) =>
    answerUser(() => suspendUser(context, signedIn(context), input)),
  reinstateUser: (_, { input }, context) => answerUser(() => reinstateUser(context, input)),
};

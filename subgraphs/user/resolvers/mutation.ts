import { mutationPayload, requireViewer } from '@shop/service';
import type { UserContext } from '../context.ts';
import { changePassword } from '../domain/change-password.ts';
import { confirmEmailChange } from '../domain/confirm-email-change.ts';
import { deleteAccount } from '../domain/delete-account.ts';
import { login } from '../domain/login.ts';
import { logout } from '../domain/logout.ts';
import { logoutEverywhere } from '../domain/logout-everywhere.ts';
import { register, type SignedIn } from '../domain/register.ts';
import { reinstateUser } from '../domain/reinstate-user.ts';
import { requestEmailChange } from '../domain/request-email-change.ts';
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
import { clearingCookie, intoCookie, refreshWithCookie } from './refresh-cookie.ts';

/** The payload of a mutation of an account: the account after the change or, when refused, as it is now. */
const userPayload = ({ loaders }: UserContext, id: string | undefined, work: () => Promise<User>) =>
  mutationPayload<{ user: User | null }>(
    async () => ({ user: await work() }),
    async ({ reasons }) => {
      // The access token grants what the account may no longer do.
      const isStale = reasons.some(({ code }) => code === 'NOT_ADMINISTRATOR');
      return { user: (id && !isStale && (await loaders.user.clear(id).load(id))) || null };
    },
  );

/** The payload of an operation that proves whose account it is. Its anonymous request may then read the account. */
const ownerPayload = <T extends { readonly user: User }>(
  { signedInAs }: UserContext,
  work: () => Promise<T>,
) =>
  mutationPayload(async () => {
    const signedIn = await work();
    signedInAs.add(signedIn.user.id);
    return signedIn;
  });

/** The payload of an operation that signs in. The rest of an anonymous operation is executed for the new viewer. */
const sessionPayload = (context: UserContext, work: () => Promise<SignedIn>) =>
  ownerPayload(context, async () => {
    const signedIn = await work();
    const { viewer, accessToken } = signedIn.session;
    context.viewer ??= viewer;
    context.passAccessToken?.(accessToken);
    return intoCookie(context, signedIn);
  });

export const Mutation: MutationResolvers = {
  ...addressMutations,
  register: (_, { input }, context) =>
    sessionPayload(context, () => register(context, context, input)),
  login: (_, { input }, context) => sessionPayload(context, () => login(context, context, input)),
  refreshToken: (_, { input }, context) =>
    sessionPayload(context, () => refreshWithCookie(context, input)),
  logout: (_, __, context) =>
    mutationPayload(() =>
      clearingCookie(context.refreshCookie, logout(context, requireViewer(context))),
    ),
  logoutEverywhere: (_, __, context) =>
    mutationPayload(() =>
      clearingCookie(context.refreshCookie, logoutEverywhere(context, requireViewer(context))),
    ),
  revokeSession: (_, { input }, context) =>
    mutationPayload(() => {
      const viewer = requireViewer(context);
      const ended = revokeSession(context, viewer, input);
      const isOwn = input.sessionId === viewer.sessionId;
      return clearingCookie(isOwn ? context.refreshCookie : undefined, ended);
    }),
  changePassword: (_, { input }, context) =>
    userPayload(context, context.viewer?.id, () =>
      changePassword(context, requireViewer(context), context, input),
    ),
  deleteAccount: (_, { input }, context) =>
    mutationPayload(() =>
      clearingCookie(
        context.refreshCookie,
        deleteAccount(context, requireViewer(context), context, input),
      ),
    ),
  requestPasswordReset: (_, { input }, context) =>
    mutationPayload(() => requestPasswordReset(context, input)),
  resetPassword: (_, { input }, context) =>
    mutationPayload(() =>
      clearingCookie(context.refreshCookie, resetPassword(context, context, input)),
    ),
  requestEmailVerification: (_, __, context) =>
    mutationPayload(() => requestEmailVerification(context, requireViewer(context))),
  verifyEmail: (_, { input }, context) =>
    ownerPayload(context, async () => ({ user: await verifyEmail(context, input) })),
  requestEmailChange: (_, { input }, context) =>
    mutationPayload(() => requestEmailChange(context, requireViewer(context), context, input)),
  confirmEmailChange: (_, { input }, context) =>
    ownerPayload(context, async () => ({ user: await confirmEmailChange(context, input) })),
  updateProfile: (_, { input }, context) =>
    userPayload(context, context.viewer?.id, () =>
      updateProfile(context, requireViewer(context), input),
    ),
  setUserRoles: (_, { input }, context) =>
    userPayload(context, input.userId, () => setUserRoles(context, requireViewer(context), input)),
  suspendUser: (_, { input }, context) =>
    userPayload(context, input.userId, () => suspendUser(context, requireViewer(context), input)),
  reinstateUser: (_, { input }, context) =>
    userPayload(context, input.userId, () => reinstateUser(context, requireViewer(context), input)),
};

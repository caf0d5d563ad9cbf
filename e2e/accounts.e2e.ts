import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { post, registerCustomer, request, requestData, tokenOf } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  AccountDocument,
  ChangePasswordDocument,
  ConfirmEmailChangeDocument,
  LoginDocument,
  LogoutDocument,
  LogoutEverywhereDocument,
  RefreshTokenDocument,
  RegisterDocument,
  ReinstateUserDocument,
  RequestEmailChangeDocument,
  RequestEmailVerificationDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RevokeSessionDocument,
  SessionsOfOthersDocument,
  SetUserRolesDocument,
  SuspendUserDocument,
  UpdateProfileDocument,
  UsersDocument,
  VerifyEmailDocument,
} from './generated/graphql.ts';
import { shop } from './shop.ts';

const password = 'correct horse';
const codes = (payload: { userErrors: { code: string }[] } | null | undefined) =>
  payload?.userErrors.map(({ code }) => code);

async function signIn(email: string, text = password) {
  const { login } = await requestData(LoginDocument, { input: { email, password: text } });
  return { session: login?.session, codes: codes(login) };
}

async function refresh(refreshToken: string) {
  const { refreshToken: payload } = await requestData(RefreshTokenDocument, {
    input: { refreshToken },
  });
  return { session: payload?.session, codes: codes(payload) };
}

/** Returns the token in the link of an e-mail. */
async function tokenIn(email: string, subject: RegExp, page: string): Promise<string> {
  const { text = '' } = await untilEmail(email, subject);
  const link = text.match(new RegExp(`http://localhost:\\d+/shop/${page}\\?token=([\\w-]+)`));
  expect(text).toContain(`code: ${link?.[1]}`);
  return link?.[1] ?? '';
}

it('a customer verifies an e-mail address, resets a password and logs out everywhere', async () => {
  const email = `${randomUUID()}@shop.example`;
  const input = { email, password, displayName: 'Nel' };
  const { register } = await requestData(RegisterDocument, { input });
  const first = register?.session;
  const token = first?.accessToken ?? '';
  expect(register?.user).toMatchObject({ email, roles: ['CUSTOMER'] });

  const verifying = { token: await tokenIn(email, /^Verify/, 'verify-email') };
  const { verifyEmail } = await requestData(VerifyEmailDocument, { input: verifying });
  expect(verifyEmail?.user).toMatchObject({ displayName: 'Nel', emailVerified: true });
  const again = await requestData(VerifyEmailDocument, { input: verifying });
  expect(codes(again.verifyEmail)).toEqual(['INVALID_TOKEN']);
  const { me } = await requestData(AccountDocument, {}, token);
  expect(me).toMatchObject({ emailVerified: true, status: 'ACTIVE', version: 2 });
  const clientAddress = me?.sessions?.[0]?.address;
  expect(clientAddress).toBeTruthy();
  expect(me?.sessions).toMatchObject([{ current: true, clientAddress }]);
  const { requestEmailVerification } = await requestData(
    RequestEmailVerificationDocument,
    {},
    token,
  );
  expect(codes(requestEmailVerification)).toEqual([]);

  const { logout } = await requestData(LogoutDocument, {}, token);
  expect(logout?.endedSessionIds).toEqual(me?.sessions?.map(({ id }) => id));
  expect((await refresh(first?.refreshToken ?? '')).codes).toEqual(['INVALID_TOKEN']);

  for (const address of [email, 'unknown@shop.example']) {
    const { requestPasswordReset } = await requestData(RequestPasswordResetDocument, {
      input: { email: address },
    });
    expect(codes(requestPasswordReset)).toEqual([]);
  }
  const newPassword = 'battery staple';
  const reset = { token: await tokenIn(email, /new password/, 'reset-password'), newPassword };
  const { resetPassword } = await requestData(ResetPasswordDocument, { input: reset });
  expect(codes(resetPassword)).toEqual([]);
  expect((await signIn(email)).codes).toEqual(['INVALID_CREDENTIALS']);

  const [here, there] = [await signIn(email, newPassword), await signIn(email, newPassword)];
  const now = here.session?.accessToken ?? '';
  const sessions = (await requestData(AccountDocument, {}, now)).me?.sessions ?? [];
  expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
  const { logoutEverywhere } = await requestData(LogoutEverywhereDocument, {}, now);
  expect(logoutEverywhere?.endedSessionIds?.sort()).toEqual(sessions.map(({ id }) => id).sort());
  for (const { session } of [here, there]) {
    expect((await refresh(session?.refreshToken ?? '')).codes).toEqual(['INVALID_TOKEN']);
  }
});

it('two tabs that refresh with one token at the same time both stay signed in', async () => {
  const { email } = await registerCustomer();
  const { session } = await signIn(email);
  const tabs = await Promise.all([1, 2].map(() => refresh(session?.refreshToken ?? '')));
  expect(tabs.map(({ codes }) => codes)).toEqual([[], []]);
  for (const tab of tabs) {
    expect((await refresh(tab.session?.refreshToken ?? '')).codes).toEqual([]);
  }
});

it('in the session mode `cookie` the refresh token is in a cookie only, until the session ends', async () => {
  const { email } = await registerCustomer();
  let cookie = '';
  /** Sends an operation as a browser does, and stores the cookie that the response sets. */
  const inBrowser = async (query: string, token?: string, jar = cookie) => {
    const headers = {
      'x-session-mode': 'cookie',
      cookie: jar,
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const { response, text } = await post(JSON.stringify({ query }), headers);
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return JSON.parse(text).data;
  };
  const session = 'session { accessToken refreshToken } userErrors { code }';
  const refreshing = `mutation { refreshToken(input: { refreshToken: "" }) { ${session} } }`;

  const input = `{ email: "${email}", password: "${password}" }`;
  const { login } = await inBrowser(`mutation { login(input: ${input}) { ${session} } }`);
  expect(login.session.refreshToken).toBe('');
  const first = cookie;
  expect(first).toMatch(/^refresh-token=[\w-]{43}$/);
  const { refreshToken } = await inBrowser(refreshing);
  expect(refreshToken.session.refreshToken).toBe('');
  expect(cookie).not.toBe(first);

  const { response } = await post(JSON.stringify({ query: refreshing }), { cookie });
  expect(response.headers.getSetCookie()).toEqual([]);
  expect((await refresh('')).codes).toEqual(['INVALID_TOKEN']);

  const last = cookie;
  await inBrowser('mutation { logout { endedSessionIds } }', refreshToken.session.accessToken);
  expect(cookie).toBe('refresh-token=');
  const ended = await inBrowser(refreshing, undefined, last);
  expect(codes(ended.refreshToken)).toEqual(['INVALID_TOKEN']);
  expect(cookie).toBe('refresh-token=');

  const moved = await signIn(email);
  const own = `mutation { refreshToken(input: { refreshToken: "${moved.session?.refreshToken}" }) { ${session} } }`;
  expect((await inBrowser(own)).refreshToken.session.refreshToken).toBe('');
  expect((await inBrowser(refreshing)).refreshToken.userErrors).toEqual([]);
});

it('a customer changes their profile, password and sessions', async () => {
  const { email, token } = await registerCustomer();
  const other = await signIn(email);
  const profile = { displayName: 'Nelly', expectedVersion: 1 };
  const { updateProfile } = await requestData(UpdateProfileDocument, { input: profile }, token);
  expect(updateProfile?.user).toEqual({ displayName: 'Nelly', version: 2 });
  const conflict = await requestData(UpdateProfileDocument, { input: profile }, token);
  expect(codes(conflict.updateProfile)).toEqual(['VERSION_CONFLICT']);

  const { me } = await requestData(AccountDocument, {}, token);
  const sessionId = me?.sessions?.find(({ current }) => !current)?.id ?? '';
  const revoked = await requestData(RevokeSessionDocument, { input: { sessionId } }, token);
  expect(revoked.revokeSession?.endedSessionIds).toEqual([sessionId]);
  expect((await refresh(other.session?.refreshToken ?? '')).codes).toEqual(['INVALID_TOKEN']);

  const change = { currentPassword: password, newPassword: 'password123' };
  const weak = await requestData(ChangePasswordDocument, { input: change }, token);
  expect(weak.changePassword?.userErrors).toEqual([
    { code: 'WEAK_PASSWORD', field: ['newPassword'] },
  ]);
  const better = { ...change, newPassword: 'battery staple' };
  const { changePassword } = await requestData(ChangePasswordDocument, { input: better }, token);
  expect(codes(changePassword)).toEqual([]);
  expect((await signIn(email, 'battery staple')).codes).toEqual([]);
});

it('a customer changes their e-mail address, and the previous address receives an e-mail', async () => {
  const { email, token } = await registerCustomer();
  const { session } = await signIn(email);
  const newEmail = `${randomUUID()}@shop.example`;
  const request = async (input: { newEmail: string; currentPassword: string }) => {
    const { requestEmailChange } = await requestData(RequestEmailChangeDocument, { input }, token);
    return codes(requestEmailChange);
  };
  expect(await request({ newEmail, currentPassword: 'wrong' })).toEqual(['INVALID_CREDENTIALS']);
  expect(await request({ newEmail, currentPassword: password })).toEqual([]);
  const link = { token: await tokenIn(newEmail, /^Confirm/, 'confirm-email') };
  const { confirmEmailChange } = await requestData(ConfirmEmailChangeDocument, { input: link });
  expect(confirmEmailChange?.user).toEqual({ email: newEmail, emailVerified: true });
  expect((await untilEmail(email, /was changed/)).text).not.toContain(newEmail);
  expect((await signIn(email)).codes).toEqual(['INVALID_CREDENTIALS']);
  expect((await signIn(newEmail)).codes).toEqual([]);
  const claimOf = (accessToken = '') =>
    JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()).email;
  const refreshed = await refresh(session?.refreshToken ?? '');
  expect([session, refreshed.session].map((one) => claimOf(one?.accessToken))).toEqual([
    email,
    newEmail,
  ]);
});

it('an administrator finds users, changes their roles, suspends and reinstates them', async () => {
  const { id, email, token } = await registerCustomer();
  const admin = await tokenOf('admin');
  const search = email.slice(0, 30).toUpperCase();
  const { users } = await requestData(UsersDocument, { search, first: 1 }, admin);
  expect(users).toMatchObject({ totalCount: 1, nodes: [{ id, email }] });
  const ofOthers = await request(SessionsOfOthersDocument, { search }, admin);
  expect(ofOthers.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  expect((await request(UsersDocument, { search }, token)).data?.users ?? null).toBeNull();

  const roles = { userId: id, roles: ['STAFF' as const], expectedVersion: 1 };
  const { setUserRoles } = await requestData(SetUserRolesDocument, { input: roles }, admin);
  expect(setUserRoles?.user).toEqual({ roles: ['STAFF'], version: 2 });

  const suspension = { userId: id, reason: 'chargebacks' };
  const { suspendUser } = await requestData(SuspendUserDocument, { input: suspension }, admin);
  expect(suspendUser?.user?.status).toBe('SUSPENDED');
  expect((await signIn(email)).codes).toEqual(['ACCOUNT_SUSPENDED']);
  const { reinstateUser } = await requestData(
    ReinstateUserDocument,
    { input: { userId: id } },
    admin,
  );
  expect(reinstateUser?.user?.status).toBe('ACTIVE');
  expect((await signIn(email)).codes).toEqual([]);
});

it('five wrong passwords lock the login, and only the gateway can read revocations', async () => {
  const { email } = await registerCustomer();
  for (let n = 0; n < 5; n++) {
    expect((await signIn(email, 'wrong')).codes).toEqual(['INVALID_CREDENTIALS']);
  }
  expect((await signIn(email)).codes).toEqual(['TOO_MANY_ATTEMPTS']);
  const { port } = shop.services['user'] ?? {};
  const response = await fetch(`http://127.0.0.1:${port}/revocations`);
  expect(response.status).toBe(401);
});

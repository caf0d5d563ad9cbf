import { Refusal } from '@shop/domain';
import type { RefreshCookie, ViewerContext } from '@shop/service';
import type { UserContext } from '../context.ts';
import { refreshToken } from '../domain/refresh-token.ts';
import type { SignedIn } from '../domain/register.ts';

/**
 * Moves the refresh token of a session into the cookie, in the session mode `cookie`; scripts then read an empty text.
 */
export function intoCookie(
  { refreshCookie }: Pick<ViewerContext, 'refreshCookie'>,
  signedIn: SignedIn,
): SignedIn {
  if (!refreshCookie) return signedIn;
  const { refreshToken, refreshExpiresAt } = signedIn.session;
  refreshCookie.set(refreshToken, refreshExpiresAt);
  return { ...signedIn, session: { ...signedIn.session, refreshToken: '' } };
}

/**
 * Refreshes with the token of the input or, where that is empty, of the cookie. Clears a cookie whose session has ended.
 */
export function refreshWithCookie(
  context: UserContext,
  input: { readonly refreshToken: string },
): Promise<SignedIn> {
  const { refreshCookie } = context;
  if (!refreshCookie || input.refreshToken !== '') {
    return refreshToken(context, context, input);
  }
  const clearOnRefusal = (error: unknown): never => {
    if (error instanceof Refusal) refreshCookie.clear();
    throw error;
  };
  const fromCookie = { refreshToken: refreshCookie.token };
  return refreshToken(context, context, fromCookie).catch(clearOnRefusal);
}

/** Runs a verb that ends the session of the cookie, and clears it. */
export async function clearingCookie<T>(
  refreshCookie: RefreshCookie | undefined,
  work: Promise<T>,
): Promise<T> {
  const result = await work;
  refreshCookie?.clear();
  return result;
}

import { type SignedIn, type Tokens, toTokens } from './tokens.ts';

/** What refreshes a session. A gateway with a safelist must have it, as it stands here. */
export const refreshDocument = `mutation ClientRefresh($input: RefreshTokenInput!) {
  refreshToken(input: $input) { session { accessToken refreshToken expiresIn } userErrors { code } }
}`;

type Body = {
  readonly data?: {
    readonly refreshToken?: {
      readonly session: SignedIn | null;
      readonly userErrors: readonly { readonly code: string }[];
    } | null;
  } | null;
};

/** How tokens are requested. */
export type RequestOptions = {
  readonly uri: string;
  readonly mode: 'token' | 'cookie';
  readonly fetch: typeof fetch;
};

/**
 * Exchanges a refresh token for new tokens; `undefined` when the shop refuses it, so the session has ended. Rejects when
 * there is no answer.
 */
export async function requestTokens(
  { uri, mode, fetch }: RequestOptions,
  refreshToken: string,
): Promise<Tokens | undefined> {
  const response = await fetch(uri, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(mode === 'cookie' && { 'x-session-mode': 'cookie' }),
    },
    ...(mode === 'cookie' && { credentials: 'include' as const }),
    body: JSON.stringify({ query: refreshDocument, variables: { input: { refreshToken } } }),
  });
  const { data } = (await response.json()) as Body;
  if (!data?.refreshToken) throw new Error(`The session was not refreshed: ${response.status}`);
  const { session } = data.refreshToken;
  return session ? toTokens(session) : undefined;
}

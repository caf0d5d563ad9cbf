import { graphqlError } from '@shop/service';

/** Tells a client to refresh its access token, or to sign in again. */
export const invalidToken = () =>
  graphqlError(
    'UNAUTHENTICATED',
    'The access token is invalid, expired or revoked. Sign in again.',
    {
      extensions: {
        http: {
          status: 401,
          // RFC 6750, section 3.
          headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
        },
      },
    },
  );

/** An outage of the shop must not look like the end of the client's session. */
export const keysUnavailable = () =>
  graphqlError('SERVICE_UNAVAILABLE', 'Access tokens cannot be verified now. Try again.', {
    extensions: { http: { status: 503 } },
  });

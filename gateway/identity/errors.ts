import { GraphQLError } from 'graphql';

/** Tells a client to sign in again, or to refresh its token. */
export const invalidToken = () =>
  new GraphQLError('The access token is not valid (any more). Sign in again.', {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: {
        status: 401,
        // RFC 6750, section 3.
        headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
      },
    },
  });

/** An outage of ours must not look like the end of the client's session. */
export const keysUnavailable = () =>
  new GraphQLError('Sign-ins cannot be checked now. Try again.', {
    extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
  });

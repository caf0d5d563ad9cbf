import type { Viewer } from '@shop/schema';
import type { Authenticate } from './authenticate.ts';

/** The sign-in of one operation: its first fetch signs in, and those that follow are sent for the new viewer. */
export type SignIn = {
  /** Takes the access token in the response to the first fetch; `undefined` without one. Later calls change nothing. */
  respond(accessToken: string | undefined): void;
  /** Returns the viewer; `undefined` before the response. Throws when its token is missing, invalid or revoked. */
  viewer(): Promise<Viewer | undefined>;
};

/** Creates the sign-in of one operation. Its token is verified as those of clients are, and only when it is needed. */
export function createSignIn(authenticate: Authenticate): SignIn {
  let response: { readonly accessToken: string | undefined } | undefined;
  return {
    respond(accessToken) {
      response ??= { accessToken };
    },
    async viewer() {
      if (!response) return undefined;
      const { accessToken } = response;
      const { viewer } = await authenticate(accessToken && `Bearer ${accessToken}`);
      if (!viewer) throw new Error('the sign-in returned no valid access token');
      return viewer;
    },
  };
}

/** Returns the viewer of the next fetch of a request; `undefined` when anonymous. Throws as `SignIn.viewer` does. */
export const viewerOfFetch = async ({
  viewer,
  signIn,
}: {
  readonly viewer: Viewer | undefined;
  readonly signIn?: SignIn | undefined;
}): Promise<Viewer | undefined> => viewer ?? signIn?.viewer();

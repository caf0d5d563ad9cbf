import { useApolloClient } from '@apollo/client/react';
import { useCallback } from 'react';
import { session } from '../shop/session.ts';
import { cartToken } from '../shop/stored-text.ts';
import { MergeCartDocument } from './generated/session.ts';
import { readAgain } from './read-again.ts';

type SignedIn = Parameters<typeof session.signIn>[0];

/** Returns what signs a viewer in, and brings the cart that they filled as a guest. */
export function useSignIn() {
  const client = useApolloClient();
  return useCallback(
    async (signedIn: SignedIn) => {
      await session.signIn(signedIn);
      const token = cartToken.read();
      if (token) {
        await client.mutate({
          mutation: MergeCartDocument,
          variables: { input: { cartToken: token } },
        });
        cartToken.write(undefined);
      }
      await readAgain(client);
    },
    [client],
  );
}

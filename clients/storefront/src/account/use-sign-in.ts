import { useApolloClient } from '@apollo/client/react';
import { readAgain, type SignedIn, session } from '@shop/web';
import { useCallback } from 'react';
import { cartToken } from '../shop/stored-text.ts';
import { MergeCartDocument } from './generated/session.ts';

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

import { useApolloClient, useQuery } from '@apollo/client/react';
import { readAgain, session } from '@shop/web';
import { useCallback } from 'react';
import { SignOutDocument, ViewerDocument } from './generated/viewer.ts';

/** The viewer; `undefined` for a guest. Signing out forgets all that the cache has of them. */
export function useViewer() {
  const client = useApolloClient();
  const { data, loading } = useQuery(ViewerDocument);
  const signOut = useCallback(async () => {
    await client.mutate({ mutation: SignOutDocument }).catch(() => undefined);
    await session.signOut();
    await readAgain(client);
  }, [client]);
  return { viewer: data?.me ?? undefined, loading, signOut };
}

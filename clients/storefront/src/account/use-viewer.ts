import { useApolloClient, useQuery } from '@apollo/client/react';
import { signOut } from '@shop/web';
import { SignOutDocument, ViewerDocument } from './generated/viewer.ts';

/** The viewer; `undefined` for a guest. Signing out forgets all that the cache has of them. */
export function useViewer() {
  const client = useApolloClient();
  const { data, loading } = useQuery(ViewerDocument);
  return {
    viewer: data?.me ?? undefined,
    loading,
    signOut: () => signOut(client, SignOutDocument),
  };
}

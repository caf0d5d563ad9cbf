import { useApolloClient, useQuery } from '@apollo/client/react';
import { signOut } from '@shop/web';
import { SignOutDocument, ViewerDocument } from './generated/viewer.ts';

/** The scopes that pages depend on. */
export type Scope =
  | 'catalog:write'
  | 'events:manage'
  | 'inventory:read'
  | 'inventory:write'
  | 'orders:read'
  | 'orders:write'
  | 'pricing:write'
  | 'users:read'
  | 'users:write';

/** The viewer, and whether a scope of theirs allows something. */
export function useViewer() {
  const client = useApolloClient();
  const { data, error, loading, refetch } = useQuery(ViewerDocument);
  const viewer = data?.me ?? undefined;
  return {
    viewer,
    error,
    loading,
    refetch,
    can: (scope: Scope): boolean => viewer?.scopes?.includes(scope) === true,
    signOut: () => signOut(client, SignOutDocument),
  };
}

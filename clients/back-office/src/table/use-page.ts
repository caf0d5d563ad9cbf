import type { OperationVariables } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/**
 * Reads a page of a list, alone and as it is now: the cache would join it to the pages before. While another page is read,
 * the last one stays.
 */
export function usePage<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  const { data, previousData, loading, error, refetch } = useQuery<Data, OperationVariables>(
    document as TypedDocumentNode<Data, OperationVariables>,
    { variables, fetchPolicy: 'no-cache' },
  );
  return { data: data ?? previousData, loading, error, refetch };
}

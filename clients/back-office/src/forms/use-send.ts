import type { OperationVariables } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Refusal } from '@shop/web';

/** Returns what sends a mutation, and resolves to its refusals; to `undefined` when the shop did not answer. */
export function useSend<Data extends object, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
) {
  const [mutate] = useMutation(document as TypedDocumentNode<Data, OperationVariables>);
  return async (input: Input): Promise<readonly Refusal[] | undefined> => {
    const { data } = await mutate({ variables: { input } });
    // The document has one root field.
    const [payload] = Object.values(data ?? {}) as ({ userErrors: readonly Refusal[] } | null)[];
    return payload?.userErrors;
  };
}

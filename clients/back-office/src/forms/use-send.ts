import type { OperationVariables } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Refusal } from '@shop/web';

/**
 * Returns what sends a mutation, and resolves to its refusals; to `undefined` when the shop did not answer. `readAgain` reads
 * what the page shows and the payload does not have, or goes on with the payload.
 */
export function useSend<Data extends object, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  readAgain?: (data: Data | undefined) => Promise<unknown>,
) {
  const [mutate] = useMutation(document as TypedDocumentNode<Data, OperationVariables>);
  return async (input: Input): Promise<readonly Refusal[] | undefined> => {
    const { data } = await mutate({ variables: { input } });
    await readAgain?.(data ?? undefined);
    // The document has one root field.
    const [payload] = Object.values(data ?? {}) as ({ userErrors: readonly Refusal[] } | null)[];
    return payload?.userErrors;
  };
}

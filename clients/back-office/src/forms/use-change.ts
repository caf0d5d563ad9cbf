import { useMutation } from '@apollo/client/react';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Refusal } from '@shop/web';
import { useRef } from 'react';

type Keyed = { readonly idempotencyKey?: string | null };

/**
 * Returns what sends a mutation. A form that is sent again because the shop did not answer has the same `idempotencyKey`;
 * after an answer, and with another input, it has a new one.
 */
export function useChange<Data extends object, Input extends Keyed>(
  document: TypedDocumentNode<Data, { input: Input }>,
) {
  const [mutate] = useMutation(document);
  const pending = useRef({ input: '', key: '' });
  return async (fields: Omit<Input, 'idempotencyKey'>): Promise<readonly Refusal[] | undefined> => {
    const input = JSON.stringify(fields);
    if (pending.current.input !== input) pending.current = { input, key: crypto.randomUUID() };
    const variables = { input: { ...fields, idempotencyKey: pending.current.key } as Input };
    const { data } = await mutate({ variables });
    pending.current = { input: '', key: '' };
    // The document has one root field.
    const [payload] = Object.values(data ?? {}) as ({ userErrors: readonly Refusal[] } | null)[];
    return payload?.userErrors;
  };
}

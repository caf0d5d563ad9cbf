import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useRef } from 'react';
import { useSend } from './use-send.ts';

type Keyed = { readonly idempotencyKey?: string | null | undefined };

/**
 * Returns what sends a mutation with an `idempotencyKey`. A form that is sent again because the shop did not answer has the
 * same key; after an answer, and with another input, it has a new one.
 */
export function useChange<Data extends object, Input extends Keyed>(
  document: TypedDocumentNode<Data, { input: Input }>,
  readAgain?: (data: Data | undefined) => Promise<unknown>,
) {
  const send = useSend(document, readAgain);
  const pending = useRef({ input: '', key: '' });
  return async (fields: Omit<Input, 'idempotencyKey'>) => {
    const input = JSON.stringify(fields);
    if (pending.current.input !== input) pending.current = { input, key: crypto.randomUUID() };
    const refusals = await send({ ...fields, idempotencyKey: pending.current.key } as Input);
    pending.current = { input: '', key: '' };
    return refusals;
  };
}

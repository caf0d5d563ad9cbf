import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useIdempotencyKey } from '@shop/web';
import { useSend } from './use-send.ts';

type Keyed = { readonly idempotencyKey?: string | null | undefined };

/** Returns what sends a mutation with an `idempotencyKey`: see `useIdempotencyKey`. */
export function useChange<Data extends object, Input extends Keyed>(
  document: TypedDocumentNode<Data, { input: Input }>,
  readAgain?: (data: Data | undefined) => Promise<unknown>,
) {
  const send = useSend(document, readAgain);
  const withKey = useIdempotencyKey();
  return (fields: Omit<Input, 'idempotencyKey'>) =>
    withKey(fields, (input) => send(input as unknown as Input));
}

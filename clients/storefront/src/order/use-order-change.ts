import type { Refusal } from '@shop/web';
import type { DocumentNode } from 'graphql';
import { useState } from 'react';
import { outbox } from '../shop/outbox.ts';

type Payload = { readonly userErrors: readonly Refusal[] } | null;

/**
 * Returns what changes an order, and resolves to the refusals. Each try after an answer has a key of its own; one without an answer is sent again.
 */
export function useOrderChange(document: DocumentNode, orderId: string, token: string | undefined) {
  const [refusal, setRefusal] = useState<string>();
  const [isSending, setSending] = useState(false);

  async function send(fields: Readonly<Record<string, unknown>>): Promise<readonly Refusal[]> {
    setSending(true);
    const input = { orderId, ...fields, ...(token && { orderToken: token }) };
    try {
      const added = await outbox.add({ subject: orderId, document, variables: { input } });
      const { data, errors } = await added.answer;
      // The document has one root field.
      const payload = Object.values(data ?? {})[0] as Payload | undefined;
      const refusals = payload?.userErrors ?? errors;
      setRefusal(refusals[0]?.message);
      return refusals;
    } finally {
      setSending(false);
    }
  }
  return { send, refusal, isSending };
}

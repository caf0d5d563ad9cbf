import { useRef } from 'react';

/**
 * Returns what sends an input with an `idempotencyKey`. A form that is sent again because the shop did not answer has the
 * same key; after an answer, and with another input, it has a new one.
 */
export function useIdempotencyKey() {
  const pending = useRef({ input: '', key: '' });
  return async <Fields extends object, Answer>(
    fields: Fields,
    send: (input: Fields & { readonly idempotencyKey: string }) => Promise<Answer>,
  ): Promise<Answer> => {
    const input = JSON.stringify(fields);
    if (pending.current.input !== input) pending.current = { input, key: crypto.randomUUID() };
    const answer = await send({ ...fields, idempotencyKey: pending.current.key });
    pending.current = { input: '', key: '' };
    return answer;
  };
}

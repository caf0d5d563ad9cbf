import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentString } from '../generated/graphql.ts';

/** Codes after which the same request may succeed: everything that is not the client's fault. */
const passing = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']);
const requestTimeoutMs = 15_000;
const retryMs = 200;

type Body<T> = {
  readonly data?: T | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { code?: string };
  }[];
};

/**
 * Asks the gateway until it has answered: a client that never takes a broken connection, a timeout
 * or an outage for an answer. Throws what is the client's own fault.
 */
export async function insist<T, V>(
  url: string,
  document: TypedDocumentString<T, V>,
  variables: V,
  token?: string,
): Promise<T> {
  const body = JSON.stringify({ query: document.toString(), variables });
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  for (;;) {
    const answer = await once<T>(url, body, headers);
    if (answer?.data && !answer.errors) return answer.data;
    const fault = answer?.errors?.find(({ extensions }) => !passing.has(extensions?.code ?? ''));
    if (fault) throw new Error(`${fault.extensions?.code}: ${fault.message}`);
    await sleep(retryMs);
  }
}

async function once<T>(url: string, body: string, headers: Record<string, string>) {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(url, { method: 'POST', body, headers, signal });
    return (await response.json()) as Body<T>;
  } catch {
    return undefined;
  }
}

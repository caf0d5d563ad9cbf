import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentString } from '../generated/graphql.ts';

/** Error codes after which the same request may succeed. No fault may lead to another one. */
const transientCodes = new Set(['SERVICE_UNAVAILABLE', 'RATE_LIMITED']);
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
 * Sends a request until the gateway has executed it, through broken connections, timeouts and outages.
 * Throws every other error.
 */
export async function persistentRequest<T, V>(
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
    const response = await send<T>(url, body, headers);
    if (response?.data && !response.errors) return response.data;
    const fault = response?.errors?.find(
      ({ extensions }) => !transientCodes.has(extensions?.code ?? ''),
    );
    if (fault) throw new Error(`${fault.extensions?.code}: ${fault.message}`);
    await sleep(retryMs);
  }
}

async function send<T>(url: string, body: string, headers: Record<string, string>) {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(url, { method: 'POST', body, headers, signal });
    return (await response.json()) as Body<T>;
  } catch {
    return undefined;
  }
}

import { Pool } from 'undici';
import type { Read } from './operations.ts';

/**
 * Sends an operation this often, as a client that keeps its connections. Returns the requests per second. Throws at
 * a response that is not complete; those with the same text as the one before are not parsed again.
 */
export async function sendMany(
  url: string,
  { query, token, isComplete }: Read,
  { requests, inFlight }: { readonly requests: number; readonly inFlight: number },
): Promise<number> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const body = JSON.stringify({ query });
  let valid = '';
  let left = requests;
  const client = async () => {
    while (left-- > 0) {
      const response = await pool.request({ method: 'POST', path, headers, body });
      const text = await response.body.text();
      if (text === valid) continue;
      const { data, errors } = JSON.parse(text);
      if (!data || errors || !isComplete(data))
        throw new Error(`Not complete: ${text.slice(0, 500)}`);
      valid = text;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: inFlight }, client));
  const perSecond = (requests / (performance.now() - began)) * 1_000;
  await pool.close();
  return perSecond;
}

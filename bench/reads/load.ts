import { Pool } from 'undici';
import type { Read } from './operations.ts';

const headersOf = ({ token }: Read) => ({
  'content-type': 'application/json',
  accept: 'application/json',
  ...(token && { authorization: `Bearer ${token}` }),
});

/** Returns the text of one response. */
export async function fetchOnce(url: string, read: Read): Promise<string> {
  const body = JSON.stringify({ query: read.query });
  const response = await fetch(url, { method: 'POST', headers: headersOf(read), body });
  return response.text();
}

/**
 * Sends an operation this often, as a client that keeps its connections. Returns the requests per second. Throws at
 * a response that is not complete; those with the same text as the one before are not parsed again.
 */
export async function sendMany(
  url: string,
  read: Read,
  { requests, inFlight }: { readonly requests: number; readonly inFlight: number },
): Promise<number> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const headers = headersOf(read);
  const body = JSON.stringify({ query: read.query });
  let valid = '';
  let left = requests;
  const client = async () => {
    while (left-- > 0) {
      const response = await pool.request({ method: 'POST', path, headers, body });
      const text = await response.body.text();
      if (text === valid) continue;
      const { data, errors } = JSON.parse(text);
      if (!data || errors || !read.isComplete(data))
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

/** Sends any request and reads the response, as JSON where it is. */
export async function call(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.includes('json');
  return { status, headers, text, body: isJson && text ? JSON.parse(text) : undefined };
}

/** Returns a request with a JSON body. */
export const json = (method: string, body: unknown, headers: Record<string, string> = {}) => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

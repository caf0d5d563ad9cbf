export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Codes of the errors in the body. */
  readonly codes: readonly unknown[];
};

/** Sends any request and reads the response as text and as error codes. */
export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  let codes: unknown[] = [];
  if (response.headers.get('content-type')?.includes('json')) {
    const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: unknown } }[] };
    codes = errors.map(({ extensions }) => extensions?.code);
  }
  return { status: response.status, headers: response.headers, text, codes };
}

/** Returns a GraphQL request over POST. */
export const json = (body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

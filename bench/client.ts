import { demoPassword } from '@shop/schema/demo-accounts';

/** Sends an operation. Throws its errors. */
export async function send<T>(
  url: string,
  query: string,
  token = '',
  input: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Returns an access token of a demonstration account. */
export const logIn = async (url: string, email: string): Promise<string> => {
  const { login } = await send<{ login: { session: { accessToken: string } } }>(
    url,
    `mutation { login(input: { email: "${email}", password: "${demoPassword}" }) { session { accessToken } } }`,
  );
  return login.session.accessToken;
};

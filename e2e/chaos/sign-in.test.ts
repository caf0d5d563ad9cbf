import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { UserErrorCode } from '../generated/graphql.ts';
import { logIn, registerOnce } from './sign-in.ts';

const account = { email: 'chaos@shop.example', password: 'correct horse battery' };
const session = { accessToken: 'token', refreshToken: 'refresh' };

/** Serves these results of mutations in turn. Returns the address. */
async function serve(...results: readonly object[]): Promise<string> {
  const left = [...results];
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ data: left.shift() }));
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

const refusal = (code: UserErrorCode) => ({ userErrors: [{ code, message: 'Refused.' }] });

it('a customer waits while the account is locked', async () => {
  const url = await serve({ login: refusal('TOO_MANY_ATTEMPTS') }, { login: { session } });
  expect(await logIn(url, account)).toBe('token');
});

it('a customer who cannot sign in never goes on as a guest', async () => {
  const url = await serve({ login: refusal('INVALID_CREDENTIALS') });
  await expect(logIn(url, account)).rejects.toThrow('not signed in: INVALID_CREDENTIALS: Refused.');
});

it('an account that was registered before a kill is not registered again', async () => {
  const url = await serve(
    { register: refusal('EMAIL_UNAVAILABLE') },
    { register: refusal('INVALID_VALUE') },
  );
  await registerOnce(url, account);
  await expect(registerOnce(url, account)).rejects.toThrow(
    'not registered: INVALID_VALUE: Refused.',
  );
});

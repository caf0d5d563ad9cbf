import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoPassword } from '@shop/schema/demo-accounts';
import { expect, inject, it } from 'vitest';
import { requestData } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  CheckoutDocument,
  LoginDocument,
  RefreshTokenDocument,
  RegisterDocument,
  RequestEmailChangeDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  VerifyEmailDocument,
} from './generated/graphql.ts';
import { type FailingRequest, failingRequests } from './secrets/failing-requests.ts';
import { shippingAddress } from './shipping-address.ts';
import { guestCart, newKey } from './shopping.ts';

const { url, dataDir, services } = inject('shop');

/** Returns the lines of all logs of the shop, PostgreSQL included, each with its file. */
async function logLines(): Promise<string[]> {
  const files = (await readdir(dataDir, { recursive: true })).filter((name) =>
    name.endsWith('.log'),
  );
  const lines = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(dataDir, file), 'utf8');
      return text.split('\n').map((line) => `${file}: ${line}`);
    }),
  );
  return lines.flat();
}

/** Sends a request to the gateway. Returns status, headers and body as one text. */
async function answerTo({
  url: path = '/graphql',
  method = 'POST',
  headers,
  body,
}: FailingRequest) {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body }),
  });
  const head = JSON.stringify([...response.headers]);
  return `${response.status} ${head} ${await response.text()}`;
}

/** The forms in which a secret may be written. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64url'),
];

const containing = (texts: readonly string[], secrets: readonly string[]): string[] => {
  const forms = secrets.flatMap(formsOf);
  return texts.filter((text) => forms.some((form) => text.includes(form)));
};

async function tokenIn(email: string, subject: RegExp): Promise<string> {
  const { text = '' } = await untilEmail(email, subject);
  return text.match(/\?token=([\w-]+)/)?.[1] ?? '';
}

/**
 * Registers, signs in, refreshes twice, requests a new e-mail address, resets the password and orders as a guest. Returns
 * all its secrets.
 */
async function secretsOfJourney(): Promise<string[]> {
  const email = `${randomUUID()}@shop.example`;
  const [password, wrong, next] = [1, 2, 3].map(() => `horse ${randomUUID()}`) as [
    string,
    string,
    string,
  ];
  const { register } = await requestData(RegisterDocument, {
    input: { email, password, displayName: 'Nel' },
  });
  await requestData(LoginDocument, { input: { email, password: wrong } });
  const { login } = await requestData(LoginDocument, { input: { email, password } });
  const refreshToken = login?.session?.refreshToken ?? '';
  const { refreshToken: refreshed } = await requestData(RefreshTokenDocument, {
    input: { refreshToken },
  });
  await requestData(RefreshTokenDocument, { input: { refreshToken } });
  const verification = await tokenIn(email, /^Verify/);
  await requestData(VerifyEmailDocument, { input: { token: verification } });
  const newEmail = `${randomUUID()}@shop.example`;
  const change = { newEmail, currentPassword: password };
  await requestData(RequestEmailChangeDocument, { input: change }, login?.session?.accessToken);
  const changing = await tokenIn(newEmail, /new e-mail address/);
  await requestData(RequestPasswordResetDocument, { input: { email } });
  const reset = await tokenIn(email, /password/i);
  await requestData(ResetPasswordDocument, { input: { token: reset, newPassword: next } });

  const { cartToken } = await guestCart();
  const { placeOrder } = await requestData(CheckoutDocument, {
    input: { cartToken, email, shippingAddress, idempotencyKey: newKey() },
  });
  const sessions = [register?.session, login?.session, refreshed?.session];
  const tokens = sessions.flatMap((session) => [session?.accessToken, session?.refreshToken]);
  const mailed = [verification, reset, changing];
  const asGuest = [cartToken, placeOrder?.orderToken];
  const secrets = [password, wrong, next, ...mailed, ...asGuest, ...tokens];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

it('no password or token is in a log line of any process, or in the answer to a request that fails with it', async () => {
  const secrets = await secretsOfJourney();
  expect(secrets.length).toBe(14);
  const accessToken = secrets.find((secret) => secret.startsWith('ey')) ?? '';
  for (const secret of [secrets[0] ?? '', secrets[4] ?? '', accessToken]) {
    const answers = await Promise.all(failingRequests(secret).map(answerTo));
    expect(containing(answers, [secret])).toEqual([]);
    expect(answers.filter((answer) => answer.includes('INTERNAL_SERVER_ERROR'))).toEqual([]);
  }
  for (const { port } of Object.values(services)) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const direct = await fetch(`http://127.0.0.1:${port}/graphql?token=${accessToken}`, {
      headers,
    });
    expect(containing([await direct.text()], secrets)).toEqual([]);
  }
  const lines = await logLines();
  expect(lines.length).toBeGreaterThan(10);
  expect(containing(lines, secrets)).toEqual([]);
  // The journeys of the other files have written to the same logs: no password of theirs, and no token of anyone.
  expect(lines.filter((line) => /correct horse|eyJ[\w-]{10,}\.eyJ/.test(line))).toEqual([]);
  expect(containing(lines, [demoPassword])).toEqual([]);
}, 120_000);

import { randomUUID } from 'node:crypto';
import { demoPassword } from '@shop/schema/demo-accounts';
import { expect, it } from 'vitest';
import { post, requestData, tokenOf } from './client.ts';
import { untilEmail } from './emails.ts';
import {
  CheckoutDocument,
  CreateWebhookEndpointDocument,
  LoginDocument,
  PayOrderDocument,
  RefreshTokenDocument,
  RegisterDocument,
  RemoveWebhookEndpointDocument,
  RequestEmailChangeDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RotateWebhookSecretDocument,
  VerifyEmailDocument,
} from './generated/graphql.ts';
import { logLines } from './log-lines.ts';
import { type FailingRequest, failingRequests } from './secrets/failing-requests.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { customerWithOrder, guestCart, newKey } from './shopping.ts';
import { exportedSpans } from './spans.ts';

const { url, dataDir, services } = shop;

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

/** Signs in as a web page does. Returns the refresh token of the cookie. */
async function refreshCookieOf(email: string, password: string): Promise<string> {
  const query = LoginDocument.toString();
  const variables = { input: { email, password } };
  const headers = { 'x-session-mode': 'cookie' };
  const { response } = await post(JSON.stringify({ query, variables }), headers);
  return response.headers.getSetCookie()[0]?.match(/=([\w-]+)/)?.[1] ?? '';
}

/** Registers an endpoint for webhooks. Returns its secrets, before and after a rotation. */
async function webhookSecrets(): Promise<string[]> {
  const staff = await tokenOf('staff');
  const input = { url: 'http://127.0.0.1:9/hooks', events: ['ORDER_PAID' as const] };
  const created = await requestData(CreateWebhookEndpointDocument, { input }, staff);
  const { endpoint, secret } = created.createWebhookEndpoint ?? {};
  const endpointId = endpoint?.id ?? '';
  const rotated = await requestData(RotateWebhookSecretDocument, { input: { endpointId } }, staff);
  await requestData(RemoveWebhookEndpointDocument, { input: { endpointId } }, staff);
  return [secret ?? '', rotated.rotateWebhookSecret?.secret ?? ''];
}

/** Orders, pays and receives e-mails. Returns the customer. */
async function purchase() {
  const { customer, orderId } = await customerWithOrder(1);
  const input = { orderId, paymentToken: 'tok_success', idempotencyKey: newKey() };
  await requestData(PayOrderDocument, { input }, customer.token);
  await untilEmail(customer.email, /has been paid/);
  return customer;
}

/**
 * Registers, signs in, refreshes twice, requests a new e-mail address, resets the password, orders as a guest and as a
 * user, pays, and registers an endpoint for webhooks. Returns all its secrets, and its e-mail addresses.
 */
async function secretsOfJourney() {
  const email = `${randomUUID()}@shop.example`;
  const [password, wrong, next] = [1, 2, 3].map(() => `horse ${randomUUID()}`) as [
    string,
    string,
    string,
  ];
  const { register } = await requestData(RegisterDocument, {
    input: { email, password, displayName: 'Nel' },
  });
  // The address is taken.
  await requestData(RegisterDocument, { input: { email, password, displayName: 'Nel' } });
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
  const cookie = await refreshCookieOf(email, password);
  const reset = await tokenIn(email, /password/i);
  await requestData(ResetPasswordDocument, { input: { token: reset, newPassword: next } });

  const { cartToken } = await guestCart();
  const { placeOrder } = await requestData(CheckoutDocument, {
    input: { cartToken, email, shippingAddress, idempotencyKey: newKey() },
  });
  const customer = await purchase();
  const sessions = [register?.session, login?.session, refreshed?.session];
  const tokens = sessions.flatMap((session) => [session?.accessToken, session?.refreshToken]);
  const mailed = [verification, reset, changing];
  const asGuest = [cartToken, placeOrder?.orderToken];
  const others = [cookie, customer.token, ...(await webhookSecrets())];
  const secrets = [password, wrong, next, ...mailed, ...asGuest, ...tokens, ...others];
  return {
    secrets: secrets.filter((secret) => typeof secret === 'string' && secret !== '') as string[],
    emails: [email, newEmail, customer.email],
  };
}

it('no password, token or e-mail address is in a log line or a span of any process, and no secret in the answer to a request that fails with it', async () => {
  const { secrets, emails } = await secretsOfJourney();
  expect(secrets.length).toBe(18);
  const accessToken = secrets.find((secret) => secret.startsWith('ey')) ?? '';
  for (const secret of [secrets[0] ?? '', secrets[4] ?? '', accessToken]) {
    const answers = await Promise.all(failingRequests(secret).map(answerTo));
    expect(containing(answers, [secret])).toEqual([]);
    expect(answers.filter((answer) => answer.includes('INTERNAL_SERVER_ERROR'))).toEqual([]);
  }
  await Promise.all(emails.flatMap(failingRequests).map(answerTo));
  for (const { port } of Object.values(services)) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const direct = await fetch(`http://127.0.0.1:${port}/graphql?token=${accessToken}`, {
      headers,
    });
    expect(containing([await direct.text()], secrets)).toEqual([]);
  }
  const lines = await logLines(dataDir);
  expect(lines.length).toBeGreaterThan(10);
  expect(containing(lines, [...secrets, ...emails])).toEqual([]);
  const spans = (await exportedSpans()).map((span) => JSON.stringify(span));
  expect(spans.length).toBeGreaterThan(10);
  expect(containing(spans, [...secrets, ...emails])).toEqual([]);
  // The journeys of the other files have written to the same logs: no password of theirs, and no token or address of anyone.
  const anyone = /correct horse|eyJ[\w-]{10,}\.eyJ|whsec_\w|[\w.+-]+@[\w-]+\.[a-z]{2,}/;
  expect(lines.filter((line) => anyone.test(line))).toEqual([]);
  expect(containing(lines, [demoPassword])).toEqual([]);
});

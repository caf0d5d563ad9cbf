import { setTimeout as sleep } from 'node:timers/promises';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import {
  LoginDocument,
  type LoginInput,
  RegisterDocument,
  type UserErrorCode,
} from '../generated/graphql.ts';
import { persistentRequest } from './persistent-request.ts';

const lockedMs = 1_000;

type Refusal = { readonly code: UserErrorCode; readonly message: string };

/**
 * Signs in and returns the access token. Waits while the account is locked: each attempt that a fault interrupts counts as
 * a wrong password. Throws for every other refusal.
 */
export async function logIn(url: string, input: LoginInput): Promise<string> {
  for (;;) {
    const { login } = await persistentRequest(url, LoginDocument, { input });
    if (login?.session) return login.session.accessToken;
    const refusals: readonly Refusal[] = login?.userErrors ?? [];
    if (!refusals.some(({ code }) => code === 'TOO_MANY_ATTEMPTS')) {
      throw new Error(`not signed in: ${refusalsAsText(refusals)}`);
    }
    await sleep(lockedMs);
  }
}

/** Signs staff in and returns the access token, as `logIn` does. */
export const logInStaff = (url: string): Promise<string> =>
  logIn(url, { email: demoAccounts.staff.email, password: demoPassword });

/** Registers an account unless it exists. Throws for every other refusal. */
export async function registerOnce(url: string, account: LoginInput): Promise<void> {
  const input = { ...account, displayName: 'Chaos' };
  const { register } = await persistentRequest(url, RegisterDocument, { input });
  const refusals: readonly Refusal[] = register?.userErrors ?? [];
  if (refusals.some(({ code }) => code !== 'EMAIL_UNAVAILABLE')) {
    throw new Error(`not registered: ${refusalsAsText(refusals)}`);
  }
}

export const refusalsAsText = (refusals: readonly Refusal[]): string =>
  refusals.map(({ code, message }) => `${code}: ${message}`).join(' ');

import { hashOf, networkOf, refuse } from '@shop/domain';
import type { LoginAttemptStore } from './ports.ts';
import { type Client, sessionRetentionMs } from './session.ts';
import {
  accountRule,
  countFailure,
  networkRule,
  noAttempts,
  secondsLocked,
  uncountFailure,
} from './throttle.ts';

type Counters = { readonly attempts: LoginAttemptStore };

/** Keys of two counters: of an account, and of an account from one network. They reveal no e-mail address. */
const keysOf = (email: string, { clientAddress }: Client): readonly [string, string] => [
  hashOf(JSON.stringify(['account', email])),
  hashOf(JSON.stringify(['pair', email, networkOf(clientAddress)])),
];

/**
 * Counts an attempt before the password is verified, so that concurrent attempts count too. Whether the account
 * exists makes no difference. From an address that has signed in to the account in the last 30 days, only
 * failures from its own network count. Refuses TOO_MANY_ATTEMPTS.
 */
export async function countAttempt(
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - sessionRetentionMs);
  const isKnownClient = await attempts.hasSignedIn(email, client.clientAddress ?? '', since);
  await attempts.update(keysOf(email, client), now, ([ofAccount, ofNetwork]) => {
    const seconds = Math.max(
      secondsLocked(ofNetwork, now),
      isKnownClient ? 0 : secondsLocked(ofAccount, now),
    );
    if (seconds > 0) {
      refuse('TOO_MANY_ATTEMPTS', `Too many attempts. Try again in ${seconds} seconds.`);
    }
    return [countFailure(accountRule, ofAccount, now), countFailure(networkRule, ofNetwork, now)];
  });
}

/** Takes back a successful attempt, and resets the counter of the client's network. */
export const forgiveAttempts = (
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> =>
  attempts.update(keysOf(email, client), now, ([ofAccount]) => [
    ofAccount ? uncountFailure(accountRule, ofAccount) : noAttempts(now),
    noAttempts(now),
  ]);

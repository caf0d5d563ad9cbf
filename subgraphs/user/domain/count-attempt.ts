import { hashOf, networkOf, refuse } from '@shop/domain';
import type { LoginAttemptStore } from './ports.ts';
import { type Client, sessionRetentionMs } from './session.ts';
import {
  accountRule,
  countFailure,
  networkRule,
  noAttempts,
  pairRule,
  secondsLocked,
  uncountFailure,
} from './throttle.ts';

type Counters = { readonly attempts: LoginAttemptStore };

/**
 * Keys of three counters: of an account, of a network, and of an account from a network. They reveal no address.
 */
const keysOf = (email: string, { clientAddress }: Client): readonly string[] => [
  hashOf(JSON.stringify(['account', email])),
  hashOf(JSON.stringify(['network', networkOf(clientAddress)])),
  hashOf(JSON.stringify(['pair', email, networkOf(clientAddress)])),
];

/**
 * Counts an attempt before the password is verified, so that concurrent attempts count too. Whether the account
 * exists makes no difference. From an address that has signed in to the account in the last 30 days, only
 * failures on this account from its own network count. Refuses TOO_MANY_ATTEMPTS.
 */
export async function countAttempt(
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - sessionRetentionMs);
  const isKnownClient = await attempts.hasSignedIn(email, client.clientAddress ?? '', since);
  await attempts.update(keysOf(email, client), now, ([ofAccount, ofNetwork, ofPair]) => {
    const shared = Math.max(secondsLocked(ofAccount, now), secondsLocked(ofNetwork, now));
    const seconds = Math.max(secondsLocked(ofPair, now), isKnownClient ? 0 : shared);
    if (seconds > 0) {
      const message = `Too many attempts. Try again in ${seconds} seconds.`;
      refuse('TOO_MANY_ATTEMPTS', message, undefined, { type: 'WAIT', seconds });
    }
    return [
      countFailure(accountRule, ofAccount, now),
      countFailure(networkRule, ofNetwork, now),
      countFailure(pairRule, ofPair, now),
    ];
  });
}

/** Takes back a successful attempt, and resets the counter of the account from the client's network. */
export const forgiveAttempts = (
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> =>
  attempts.update(keysOf(email, client), now, ([ofAccount, ofNetwork]) => [
    ofAccount ? uncountFailure(accountRule, ofAccount) : noAttempts(now),
    ofNetwork ? uncountFailure(networkRule, ofNetwork) : noAttempts(now),
    noAttempts(now),
  ]);

import { hashOf, refuse } from '@shop/domain';
import { networkOf } from './network.ts';
import type { LoginAttemptStore } from './ports.ts';
import { type Client, rememberedMs } from './session.ts';
import { accountRule, counted, none, pairRule, secondsLocked, uncounted } from './throttle.ts';

type Counters = { readonly attempts: LoginAttemptStore };

/** The counters of an account alone, and of it and a network. E-mail addresses stay unreadable. */
const keysOf = (email: string, { address }: Client): readonly [string, string] => [
  hashOf(JSON.stringify(['account', email])),
  hashOf(JSON.stringify(['pair', email, networkOf(address)])),
];

/**
 * Counts a try at the password of an account before it is judged, so that tries at once count too;
 * whether the account exists makes no difference. Refuses TOO_MANY_ATTEMPTS. From an address that has
 * signed in to the account in the last 30 days only its own failures count.
 */
export async function countAttempt(
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - rememberedMs);
  const known = await attempts.hasSignedIn(email, client.address ?? '', since);
  await attempts.change(keysOf(email, client), now, ([account, pair]) => {
    const wait = Math.max(secondsLocked(pair, now), known ? 0 : secondsLocked(account, now));
    if (wait > 0) refuse('TOO_MANY_ATTEMPTS', `Too many attempts. Try again in ${wait} seconds.`);
    return [counted(accountRule, account, now), counted(pairRule, pair, now)];
  });
}

/** The try was good: what was counted against this network is forgotten. */
export const forgiveAttempts = (
  { attempts }: Counters,
  email: string,
  client: Client,
  now: Date,
): Promise<void> =>
  attempts.change(keysOf(email, client), now, ([account]) => [
    account ? uncounted(accountRule, account) : none(now),
    none(now),
  ]);

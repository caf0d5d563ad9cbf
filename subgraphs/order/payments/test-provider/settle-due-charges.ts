import { moneyToMessage } from '@shop/domain';
import type { Log } from '@shop/service';
import { authorised, succeeded } from './captures.ts';
import type { ChargeStore, TestCharge } from './charges.ts';
import type { SendWebhook } from './send-webhook.ts';
import { outcomeOf } from './tokens.ts';
import type { ChargeUpdated } from './webhook-format.ts';

/** How many charges are settled at a time. */
const batch = 20;
/** The pause before the second attempt, in milliseconds. It doubles up to a minute. */
const firstPauseMs = 500;
const longestPauseMs = 60_000;
/** Attempts over about 15 minutes; afterwards the shop has to poll (`find`). */
const maxTries = 20;

export type SettleOptions = {
  readonly charges: ChargeStore;
  readonly send: SendWebhook;
  readonly log: Pick<Log, 'warn'>;
  readonly authorisationMs: number;
  readonly now?: () => Date;
};

/**
 * Settles the charges that are due and sends their webhooks, again until the shop accepts them. A process
 * that is killed continues after its restart; the shop may receive an event twice.
 */
export async function settleDueCharges({
  charges,
  send,
  log,
  authorisationMs,
  now = () => new Date(),
}: SettleOptions) {
  const keys = await charges.due(now(), batch);
  await Promise.all(
    keys.map(async (key) => {
      const charge = await claim(key);
      if (!charge) return;
      try {
        await send(eventOf(charge));
        await charges.update(key, (one) => ({ ...one, dueAt: null }));
      } catch (error) {
        log.warn(
          { err: error, key, tries: charge.tries },
          'the shop has not accepted a webhook, it is sent again',
        );
      }
    }),
  );
  return keys.length;

  /** Claims a charge that is due, so that no other process sends it before the next attempt. */
  async function claim(key: string): Promise<TestCharge | undefined> {
    let claimed = false;
    const charge = await charges.update(key, (one) => {
      claimed = one.dueAt !== null && one.dueAt <= now();
      return claimed ? attempted(settled(one, now(), authorisationMs), now()) : one;
    });
    return claimed ? charge : undefined;
  }
}

function settled(charge: TestCharge, now: Date, authorisationMs: number): TestCharge {
  const { later, laterCode = null } = outcomeOf(charge.token);
  if (charge.status !== 'PENDING' || !later) return charge;
  if (later === 'CAPTURED') return succeeded(charge, now, authorisationMs);
  return { ...charge, status: later, code: laterCode };
}

function attempted(charge: TestCharge, now: Date): TestCharge {
  const pause = Math.min(firstPauseMs * 2 ** charge.tries, longestPauseMs);
  const tries = charge.tries + 1;
  return { ...charge, tries, dueAt: tries < maxTries ? new Date(now.getTime() + pause) : null };
}

/** Returns the event of a charge; its id is always the same. */
function eventOf(charge: TestCharge): ChargeUpdated {
  const { status, code, authorisedUntil } = charge;
  const [id, type] = [`evt_${charge.key}`, 'charge.updated' as const];
  const stated = { key: charge.key, amount: moneyToMessage(charge.amount) };
  if (status === 'AUTHORISED' && authorisedUntil) {
    const { expiresAt, ...state } = authorised(charge, authorisedUntil);
    return { id, type, data: { ...stated, ...state, expiresAt: expiresAt.toISOString() } };
  }
  return status === 'CAPTURED'
    ? { id, type, data: { ...stated, status } }
    : { id, type, data: { ...stated, status: 'FAILED', code: code ?? 'unspecified' } };
}

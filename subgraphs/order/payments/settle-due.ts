import type { Log } from '@shop/service';
import type { ChargeStore, TestCharge } from './charges.ts';
import type { SendWebhook } from './send-webhook.ts';
import { outcomeOf } from './tokens.ts';
import type { ChargeUpdated } from './webhook-event.ts';

/** How many charges are settled at a time. */
const batch = 20;
/** The pause before the second try, in milliseconds; it doubles, up to a minute. */
const firstPauseMs = 500;
const longestPauseMs = 60_000;
/** Tries over some 15 minutes; then the shop has to ask (`find`). */
const maxTries = 20;

export type DueOptions = {
  readonly charges: ChargeStore;
  readonly send: SendWebhook;
  readonly log: Pick<Log, 'warn'>;
  readonly now?: () => Date;
};

/**
 * Settles charges whose time has come and tells the shop of them, again and again until it has heard.
 * Whatever is killed on the way goes on later; the shop may hear a thing twice.
 */
export async function settleDue({ charges, send, log, now = () => new Date() }: DueOptions) {
  const keys = await charges.due(now(), batch);
  await Promise.all(
    keys.map(async (key) => {
      const charge = await claim(key);
      if (!charge) return;
      try {
        await send(eventOf(charge));
        await charges.update(key, (one) => ({ ...one, dueAt: null }));
      } catch (error) {
        log.warn({ err: error, key, tries: charge.tries }, 'the shop has not heard of a charge');
      }
    }),
  );
  return keys.length;

  /** Takes a charge that is due, so that no other process tries it until the next time. */
  async function claim(key: string): Promise<TestCharge | undefined> {
    let claimed = false;
    const charge = await charges.update(key, (one) => {
      claimed = one.dueAt !== null && one.dueAt <= now();
      return claimed ? tried(settled(one), now()) : one;
    });
    return claimed ? charge : undefined;
  }
}

function settled(charge: TestCharge): TestCharge {
  const { later, laterCode = null } = outcomeOf(charge.token);
  if (charge.status !== 'PENDING' || !later) return charge;
  return { ...charge, status: later, code: laterCode };
}

function tried(charge: TestCharge, now: Date): TestCharge {
  const pause = Math.min(firstPauseMs * 2 ** charge.tries, longestPauseMs);
  const tries = charge.tries + 1;
  return { ...charge, tries, dueAt: tries < maxTries ? new Date(now.getTime() + pause) : null };
}

/** The same charge is always the same event. */
function eventOf({ key, status, code }: TestCharge): ChargeUpdated {
  const [id, type] = [`evt_${key}`, 'charge.updated' as const];
  return status === 'CAPTURED'
    ? { id, type, data: { key, status } }
    : { id, type, data: { key, status: 'FAILED', code: code ?? 'unspecified' } };
}

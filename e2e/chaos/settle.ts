import { until } from '@shop/service/until';
import type { ChaosShop } from './chaos-shop.ts';
import { queueNames } from './faults.ts';
import { listUnfinished } from './order-invariants.ts';

/** What is needed of a shop that settles. */
type SettlingShop = Pick<ChaosShop, 'untilQuiet' | 'databaseUrls' | 'bus'>;

/** How often the deadline of `untilQuiet` may pass: retries of the bus wait up to 10 minutes. */
const maxDeadlines = 6;
/** Below the limit of the short fault suite. A message that is retried four times waits 11 minutes. */
const settleDeadlineMs = 1_200_000;

/** Dead letters of a run: poison messages, each counted once, and other messages, which were redriven. */
export type DeadLetterCounts = { readonly poison: number; readonly redriven: number };

/**
 * Waits until every event is handled, every payment and refund is decided, and every order is final.
 * Retries and the expiry of unpaid orders take their time.
 */
export async function untilSettled(shop: SettlingShop): Promise<void> {
  let unfinished: readonly string[] = [];
  const isFinal = async () => {
    await untilHandled(shop);
    unfinished = await listUnfinished(shop.databaseUrls['order']);
    return unfinished.length === 0;
  };
  const waiting = { deadlineMs: settleDeadlineMs, everyMs: 1_000 };
  await until('every order to be final', isFinal, waiting).catch((error: Error) => {
    throw new Error([error.message, ...unfinished].join('\n'), { cause: error });
  });
  await untilHandled(shop);
}

async function untilHandled(shop: SettlingShop): Promise<void> {
  for (let n = 1; ; n++) {
    const error = await shop.untilQuiet().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    if (!error) return;
    if (n >= maxDeadlines) throw error;
  }
}

/** Redrives all dead letters but poison messages, and waits until they are handled. */
export async function redriveDeadLetters(shop: SettlingShop): Promise<DeadLetterCounts> {
  let [poison, redriven] = [0, 0];
  for (const queue of queueNames) {
    const dead = await shop.bus.deadLetters(queue).list(10_000);
    const ids = (isPoison: boolean) =>
      dead.filter(({ body }) => body.includes('poison') === isPoison).map(({ id }) => id);
    // A message that is dead-lettered while its worker is killed may be there twice.
    poison += new Set(ids(true)).size;
    const others = ids(false);
    if (others.length > 0) redriven += await shop.bus.deadLetters(queue).redrive(others);
  }
  await untilSettled(shop);
  return { poison, redriven };
}

import { until } from '@shop/service/until';
import type { ChaosShop } from './chaos-shop.ts';
import { queueNames } from './faults.ts';
import { countUnfinished } from './order-invariants.ts';

/** What is needed of a shop that settles. */
type SettlingShop = Pick<ChaosShop, 'untilQuiet' | 'databaseUrls' | 'bus'>;

/** How often the deadline of `untilQuiet` may pass: retries of the bus wait up to 10 minutes. */
const maxDeadlines = 6;
const settleDeadlineMs = 3_600_000;

/** Dead letters of a run: poison messages, each counted once, and other messages, which were redriven. */
export type DeadLetterCounts = { readonly poison: number; readonly redriven: number };

/**
 * Waits until every event is handled, every payment and refund is decided, and every order is final.
 * Retries and the expiry of unpaid orders take their time.
 */
export async function untilSettled(shop: SettlingShop): Promise<void> {
  await until(
    'every order to be final',
    async () => {
      await untilHandled(shop);
      return (await countUnfinished(shop.databaseUrls['order'])) === 0;
    },
    { deadlineMs: settleDeadlineMs, everyMs: 1_000 },
  );
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

import type { ChaosShop } from './chaos-shop.ts';
import { crashLoopName, runCrashLoop } from './crash-loop.ts';
import type { Customers } from './customers.ts';
import { type Fault, faultsOf } from './faults.ts';
import { untilFinished, untilRecovered } from './recovery.ts';

export type StrikeOptions = {
  readonly orders: number;
  readonly clients: number;
  readonly random: () => number;
  /** The variant of the crash loop, and how to order it. */
  readonly crashLoop: { readonly variantId: string; placeOrder(): Promise<void> };
  readonly log: (text: string) => void;
};

/**
 * Strikes faults in random order, spread over the orders, and again while customers still order. The next
 * one waits until the shop has recovered: about one order of each customer was finished since. Meanwhile
 * one message kills its worker again and again: the embedded bus delivers it again only after its lease.
 * Returns how often each fault struck.
 */
export async function strikeFaults(
  shop: ChaosShop,
  customers: Customers,
  { orders, clients, random, crashLoop, log }: StrikeOptions,
): Promise<Map<string, number>> {
  const strikes = new Map<string, number>();
  const record = (name: string) => {
    strikes.set(name, (strikes.get(name) ?? 0) + 1);
    log(`${name} (${customers.finished()} of ${orders} orders)`);
  };
  let over = false;
  void customers.done
    .finally(() => {
      over = true;
    })
    .catch(() => undefined);
  const progress = { total: orders, finished: customers.finished, isOver: () => over };
  const loop = runCrashLoop(shop, crashLoop.variantId, crashLoop.placeOrder).then(() =>
    record(crashLoopName),
  );
  loop.catch(() => undefined);
  const faults = inOrder(faultsOf(shop, customers.kill), random);
  for (let n = 0; n < faults.length || !over; n++) {
    const fault = faults[n % faults.length];
    if (!fault) break;
    const due = (orders * (n + 1)) / (faults.length + 1);
    if (n < faults.length) await untilFinished(progress, due, `before ${fault.name}`);
    if (fault.endsCrashLoop) await loop;
    await fault.strike();
    record(fault.name);
    await untilRecovered(fault, progress, clients);
  }
  await loop;
  return strikes;
}

/** Shuffles faults. Those that would end the crash loop come in the middle, after the loop had time. */
function inOrder(faults: readonly Fault[], random: () => number): Fault[] {
  const shuffled = faults.toSorted(() => random() - 0.5);
  const others = shuffled.filter(({ endsCrashLoop }) => !endsCrashLoop);
  const half = Math.ceil(others.length / 2);
  const waiting = shuffled.filter(({ endsCrashLoop }) => endsCrashLoop);
  return [...others.slice(0, half), ...waiting, ...others.slice(half)];
}

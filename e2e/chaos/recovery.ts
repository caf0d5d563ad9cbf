import { until } from '@shop/service/until';
import type { Fault } from './faults.ts';

/** What customers have done so far. */
export type OrderProgress = {
  readonly total: number;
  finished(): number;
  /** Whether no more orders will be finished. */
  isOver(): boolean;
};

const readyDeadlineMs = 240_000;
/** Longer than the longest retry of the bus (10 minutes), which an order may have to wait for. */
const stuckAfterMs = 900_000;

/** Waits until this many orders are finished, or no more will be. Throws when none is for 15 minutes. */
export async function untilFinished(
  progress: OrderProgress,
  orders: number,
  afterWhat: string,
): Promise<void> {
  const target = Math.min(progress.total, orders);
  while (!progress.isOver() && progress.finished() < target) {
    const before = progress.finished();
    await until(
      `an order to be finished ${afterWhat}`,
      () => progress.isOver() || progress.finished() > before,
      { deadlineMs: stuckAfterMs, everyMs: 50 },
    );
  }
}

/**
 * Waits until what a fault has struck is ready again and `orders` more orders were finished since. A
 * shop that is struck again before it has recovered makes no progress on a busy machine.
 */
export async function untilRecovered(
  { name, isReady }: Fault,
  progress: OrderProgress,
  orders: number,
): Promise<void> {
  await until(`the shop to be ready after ${name}`, isReady, {
    deadlineMs: readyDeadlineMs,
    everyMs: 100,
  });
  await untilFinished(progress, progress.finished() + orders, `after ${name}`);
}

import type { Delivery, HandleBatch } from './bus.ts';
import { createKeyedScheduler } from './keyed-scheduler.ts';
import { createPace, maxBatch } from './pace.ts';

/** What is done with one message. */
export type Work = {
  readonly delivery: Delivery;
  /** Handles the message by itself and stores the outcome. Never rejects. */
  readonly alone: () => Promise<void>;
  /** Stores that a batch has handled the message. Never rejects. */
  readonly acknowledge: () => Promise<void>;
};

type Waiting = { readonly work: Work; readonly done: () => void };

export type BatchSchedulerOptions = {
  /** Messages handled by themselves at once. */
  readonly concurrency: number;
  readonly batch?: HandleBatch | undefined;
  /** The least time between two batches that are not full. */
  readonly everyMs: number;
  /** Reports why a batch has failed. */
  readonly report: (error: unknown, size: number) => void;
  readonly stopping: AbortSignal;
};

/**
 * Handles messages in batches, one batch at a time; each by itself where the subscription has no batches, when the
 * batch has failed, and on a retry. Messages of one key never overlap and stay in order. When it stops, messages
 * that have not begun are left to the driver, which returns them to their queue.
 */
export function createBatchScheduler(options: BatchSchedulerOptions) {
  const { concurrency, batch, everyMs, report, stopping } = options;
  const scheduler = createKeyedScheduler(concurrency);
  const pace = createPace(everyMs);
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const startAlone = ({ work, done }: Waiting): void =>
    void scheduler.schedule(work.delivery.key, work.alone).then(done);

  /** Starts messages that are handled by themselves, and returns the others of the next batch. */
  function nextBatch(): Waiting[] {
    const next = waiting.slice(0, maxBatch);
    waiting = waiting.slice(maxBatch);
    const retried = new Set(
      next.flatMap(({ work: { delivery } }) => (delivery.attempt > 1 ? [delivery.key] : [])),
    );
    const isAlone = ({ work: { delivery } }: Waiting) =>
      retried.has(delivery.key) || scheduler.has(delivery.key);
    const together = next.filter((one) => !isAlone(one));
    for (const one of next.filter(isAlone)) startAlone(one);
    return together;
  }

  async function runBatch(handle: HandleBatch, together: readonly Waiting[]): Promise<void> {
    try {
      await handle(together.map(({ work }) => work.delivery));
    } catch (error) {
      report(error, together.length);
      for (const one of together) startAlone(one);
      return;
    }
    for (const { work, done } of together) void work.acknowledge().then(done);
  }

  async function runAll(handle: HandleBatch): Promise<void> {
    // Messages that arrive in the same task belong to the first batch.
    await Promise.resolve();
    while (waiting.length > 0 && !stopping.aborted) {
      if (waiting.length < maxBatch) await pace.wait();
      if (stopping.aborted) break;
      pace.begin();
      const together = nextBatch();
      if (together.length > 1) await runBatch(handle, together);
      else together.forEach(startAlone);
    }
    for (const { done } of waiting.splice(0)) done();
    running = undefined;
  }

  return {
    /** Resolves when the message is done, or left because of the stop. */
    schedule(work: Work): Promise<void> {
      if (!batch) return scheduler.schedule(work.delivery.key, work.alone);
      return new Promise((done) => {
        waiting.push({ work, done });
        running ??= runAll(batch);
      });
    },
    /** Resolves when all messages that have begun are done. */
    async idle(): Promise<void> {
      await running;
      await scheduler.idle();
    },
  };
}

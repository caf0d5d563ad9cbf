import { createBatchScheduler } from '../batch-scheduler.ts';
import type { HandleBatch } from '../bus.ts';
import { atMost } from '../deadline.ts';
import { holdWhileUnavailable } from '../hold-while-unavailable.ts';
import { batchEveryMs, createPace, maxBatch } from '../pace.ts';
import { repeatUntilStopped } from '../retry.ts';
import { createWakeableTimer } from '../wakeable-timer.ts';
import { type Handling, handleOne } from './handle-one.ts';
import { createInFlight } from './in-flight.ts';
import { createIntake } from './intake.ts';
import { createLease, type Taken } from './lease.ts';

export type SubscriptionOptions = Omit<Handling, 'lease' | 'stopping'> & {
  readonly concurrency: number;
  readonly batch?: HandleBatch | undefined;
  readonly leaseMs: number;
  /** How long a message can wait when its notification was lost. */
  readonly pollMs: number;
};

/** Handles the messages of one queue until stopped. `wake` reports that there may be messages. */
export function subscribeTo(options: SubscriptionOptions) {
  const { log, queue, concurrency, batch, leaseMs, pollMs } = options;
  const timer = createWakeableTimer();
  const lease = createLease({ ...options, onHandled: timer.wake });
  /** `stopping` takes no more messages, `closing` removes no more. */
  const [stopping, closing] = [new AbortController(), new AbortController()];
  const handling: Handling = { ...options, lease, stopping: stopping.signal };
  const scheduler = createBatchScheduler({
    // The messages that are taken together are a batch: the intake has its own pace.
    ...{ concurrency, batch, everyMs: 0, stopping: stopping.signal },
    report: (error, size) => log.warn({ err: error, queue, size }, 'batch not handled'),
  });
  const inFlight = createInFlight(timer.wake);
  const intake = createIntake({
    ...{ lease, lookEveryMs: 5 * pollMs, inFlight: inFlight.size },
    capacity: batch ? maxBatch : concurrency,
    start: (taken) => inFlight.add(taken.seq, handle(taken)),
    isStopping: () => stopping.signal.aborted,
  });
  const pace = createPace(batchEveryMs);

  function handle(taken: Taken): Promise<void> {
    const { seq, ...delivery } = taken;
    return scheduler.schedule({
      delivery,
      async alone() {
        const delayMs = await handleOne(handling, taken);
        if (delayMs !== undefined) setTimeout(timer.wake, delayMs).unref();
      },
      acknowledge: () =>
        // Rejected when it stops meanwhile: the message comes again.
        holdWhileUnavailable(() => lease.remove(seq), stopping.signal, log, taken).catch(
          () => undefined,
        ),
    });
  }

  async function exchangeOrWait(): Promise<void> {
    timer.arm();
    pace.begin();
    if (await intake.takeNext()) return;
    await timer.wait(pollMs);
    if (!stopping.signal.aborted) await pace.wait();
  }
  const renewing = setInterval(() => void lease.renew(inFlight.seqs()), leaseMs / 3);
  const running = repeatUntilStopped(exchangeOrWait, closing.signal, (error) =>
    log.warn({ err: error, queue }, 'queue cannot be read'),
  );

  async function stop(graceMs = 10_000): Promise<void> {
    stopping.abort();
    timer.wake();
    await atMost(graceMs, inFlight.settled());
    closing.abort();
    timer.wake();
    await running;
    clearInterval(renewing);
    // Also those that had not begun.
    await lease.giveBack();
  }
  return { wake: timer.wake, stop };
}

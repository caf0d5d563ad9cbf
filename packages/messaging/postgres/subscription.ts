import { atMost } from '../deadline.ts';
import { repeatUntilStopped } from '../retry.ts';
import { createWakeableTimer } from '../wakeable-timer.ts';
import { type Handling, handleOne } from './handle-one.ts';
import { createInFlight } from './in-flight.ts';
import { createIntake } from './intake.ts';
import { createLease } from './lease.ts';

export type SubscriptionOptions = Omit<Handling, 'lease' | 'stopping'> & {
  readonly concurrency: number;
  readonly leaseMs: number;
  /** How long a message can wait when its notification was lost. */
  readonly pollMs: number;
};

/** Handles the messages of one queue until stopped. `wake` reports that there may be messages. */
export function subscribeTo(options: SubscriptionOptions) {
  const { log, queue, concurrency, leaseMs, pollMs } = options;
  const lease = createLease(options);
  const stopping = new AbortController();
  const timer = createWakeableTimer();
  const handling: Handling = { ...options, lease, stopping: stopping.signal };
  const inFlight = createInFlight((delayMs) => {
    if (delayMs !== undefined) setTimeout(timer.wake, delayMs).unref();
    timer.wake();
  });
  const intake = createIntake({
    ...{ lease, concurrency, lookEveryMs: pollMs, inFlight: inFlight.size },
    start: (taken) => inFlight.add(taken.seq, handleOne(handling, taken)),
  });

  async function takeOrWait(): Promise<void> {
    timer.arm();
    if (!(await intake.takeNext())) await timer.wait(pollMs);
  }
  const renewing = setInterval(() => void lease.renew(inFlight.seqs()), leaseMs / 3);
  const running = repeatUntilStopped(takeOrWait, stopping.signal, (error) =>
    log.warn({ err: error, queue }, 'queue cannot be read'),
  );

  async function stop(graceMs = 10_000): Promise<void> {
    stopping.abort();
    timer.wake();
    await running;
    await atMost(graceMs, inFlight.settled());
    clearInterval(renewing);
    if (inFlight.size() > 0) await lease.giveBack();
  }
  return { wake: timer.wake, stop };
}

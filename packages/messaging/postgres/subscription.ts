import { atMost } from '../deadline.ts';
import { repeatUntilStopped } from '../retry.ts';
import { createWakeableTimer } from '../wakeable-timer.ts';
import { type Handling, handleOne } from './handle-one.ts';
import { createIntake } from './intake.ts';
import { createLease, type Taken } from './lease.ts';

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
  const inFlight = new Map<string, Promise<void>>();
  const handling: Handling = { ...options, lease, stopping: stopping.signal };
  const intake = createIntake({
    ...{ lease, concurrency, lookEveryMs: pollMs, start },
    inFlight: () => inFlight.size,
  });

  function start(taken: Taken): void {
    const work = handleOne(handling, taken).then((delayMs) => {
      if (delayMs !== undefined) setTimeout(timer.wake, delayMs).unref();
      inFlight.delete(taken.seq);
      if (inFlight.size === 0) intake.idle();
      timer.wake();
    });
    inFlight.set(taken.seq, work);
  }

  async function takeOrWait(): Promise<void> {
    timer.arm();
    if (!(await intake.takeNext())) await timer.wait(pollMs);
  }

  const renewing = setInterval(() => void lease.renew([...inFlight.keys()]), leaseMs / 3);
  const running = repeatUntilStopped(takeOrWait, stopping.signal, (error) =>
    log.warn({ err: error, queue }, 'queue cannot be read'),
  );

  async function stop(graceMs = 10_000): Promise<void> {
    stopping.abort();
    timer.wake();
    await running;
    await atMost(graceMs, Promise.all(inFlight.values()));
    clearInterval(renewing);
    if (inFlight.size > 0) await lease.giveBack();
  }

  return { wake: timer.wake, stop };
}

import type { Lease, Taken } from './lease.ts';

export type IntakeOptions = {
  readonly lease: Lease;
  /** Messages in hand at most. */
  readonly capacity: number;
  /** How often it looks for abandoned messages. */
  readonly lookEveryMs: number;
  /** The number of messages that are taken and not removed yet. */
  readonly inFlight: () => number;
  /** Starts to handle a message. */
  readonly start: (taken: Taken) => void;
  /** Whether no more messages are taken. */
  readonly isStopping: () => boolean;
};

/**
 * What the intake does next. An abandoned message, one whose handler died, may kill again, so it is handled
 * with no neighbour at risk.
 */
type Phase =
  /** Takes messages that are ready, up to the capacity. */
  | 'taking'
  /** Takes nothing until no message is in flight, because an abandoned message waits. */
  | 'draining'
  /** Takes nothing while an abandoned message is in flight. */
  | 'isolating';

/** Takes messages from a queue and starts them, and removes those that are handled. */
export function createIntake(options: IntakeOptions) {
  const { lease, capacity, lookEveryMs, inFlight, start, isStopping } = options;
  let phase: Phase = 'taking';
  let nextLookAt = 0;

  async function takeAbandonedAlone(): Promise<void> {
    phase = 'taking';
    const abandoned = await lease.takeAbandoned();
    if (!abandoned) return;
    phase = 'isolating';
    // Where one handler died, others may have died with it.
    nextLookAt = 0;
    start(abandoned);
  }

  async function lookForAbandoned(): Promise<void> {
    nextLookAt = performance.now() + lookEveryMs;
    if (inFlight() === 0) await takeAbandonedAlone();
    // A queue that is never idle would never come to its abandoned messages.
    else phase = (await lease.isAnyAbandoned()) ? 'draining' : 'taking';
  }

  async function chooseNext(): Promise<void> {
    if (phase === 'isolating') {
      if (inFlight() > 0) return;
      phase = 'taking';
    }
    const drained = phase === 'draining' && inFlight() === 0;
    if (drained || performance.now() >= nextLookAt) await lookForAbandoned();
  }

  return {
    /** Exchanges handled messages for those that may be handled now. Resolves to whether there may be more. */
    async takeNext(): Promise<boolean> {
      if (!isStopping()) await chooseNext();
      const isTaking = phase === 'taking' && !isStopping();
      const free = isTaking ? capacity - inFlight() + lease.handled() : 0;
      if (free <= 0 && lease.handled() === 0) return false;
      const rows = await lease.exchange(Math.max(free, 0));
      for (const row of rows) start(row);
      return free > 0 && rows.length === free;
    },
  };
}

import type { Lease, Taken } from './lease.ts';
import { takeAbandoned, takeReady } from './tables.ts';

export type IntakeOptions = {
  readonly lease: Lease;
  readonly concurrency: number;
  /** How often it looks for abandoned messages. */
  readonly lookEveryMs: number;
  /** The number of messages that are being handled. */
  readonly inFlight: () => number;
  /** Starts to handle a message. */
  readonly start: (taken: Taken) => void;
};

/**
 * What the intake does next. An abandoned message, one whose handler died, may kill again, so it is handled
 * with no neighbour at risk.
 */
type Phase =
  /** Takes messages that are ready, up to the concurrency. */
  | 'taking'
  /** Takes nothing until no message is in flight, because an abandoned message waits. */
  | 'draining'
  /** Takes nothing while an abandoned message is in flight. */
  | 'isolating';

/** Takes messages from a queue and starts them. */
export function createIntake(options: IntakeOptions) {
  const { lease, concurrency, lookEveryMs, inFlight, start } = options;
  let phase: Phase = 'taking';
  let nextLookAt = 0;

  async function takeAbandonedAlone(): Promise<void> {
    phase = 'taking';
    const [abandoned] = await lease.take(takeAbandoned, 1);
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

  return {
    /** Starts the messages that may be handled now. Resolves to whether there may be more. */
    async takeNext(): Promise<boolean> {
      if (phase === 'isolating') {
        if (inFlight() > 0) return false;
        phase = 'taking';
      }
      const drained = phase === 'draining' && inFlight() === 0;
      if (drained || performance.now() >= nextLookAt) await lookForAbandoned();
      if (phase !== 'taking' || inFlight() >= concurrency) return false;
      const rows = await lease.take(takeReady, concurrency - inFlight());
      for (const row of rows) start(row);
      return rows.length > 0 && inFlight() < concurrency;
    },
  };
}

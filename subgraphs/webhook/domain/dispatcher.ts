import type { DueDelivery } from './delivery.ts';
import {
  type AttemptResult,
  type DeliveryPolicy,
  judgeAttempt,
  type Verdict,
} from './judge-attempt.ts';
import type { DeliveryQueue, Send } from './ports.ts';

export type DispatcherOptions = {
  readonly queue: Pick<DeliveryQueue, 'claim' | 'settle'>;
  readonly send: Send;
  readonly policy: DeliveryPolicy;
  /** Longer than an attempt takes, in ms. */
  readonly leaseMs: number;
  readonly report: (delivery: DueDelivery, result: AttemptResult, verdict: Verdict) => void;
  /** Receives what cannot be saved: the delivery is repeated when its claim ends. */
  readonly onError: (error: unknown, delivery: DueDelivery) => void;
};

/** Sends what is due. */
export type Dispatcher = {
  /** Claims and begins what is due. Calls at once share one claim. */
  run(): Promise<void>;
  /** Begins nothing more, and waits for what is being sent. */
  stop(): Promise<void>;
};

/** Attempts at once to one endpoint, per process: a slow receiver holds up no other. */
const perEndpoint = 5;

/** Creates the loop that sends deliveries. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { queue, send, policy, leaseMs, report, onError } = options;
  const busy = new Map<string, number>();
  const sending = new Set<Promise<void>>();
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const count = (endpointId: string, change: number) => {
    const next = (busy.get(endpointId) ?? 0) + change;
    if (next > 0) busy.set(endpointId, next);
    else busy.delete(endpointId);
  };

  async function attempt(delivery: DueDelivery): Promise<void> {
    const result = await send(delivery);
    const verdict = judgeAttempt(delivery, result, policy, new Date());
    await queue.settle(delivery, result, verdict);
    report(delivery, result, verdict);
  }

  function begin(delivery: DueDelivery): void {
    count(delivery.endpointId, 1);
    const work = attempt(delivery)
      .catch((error: unknown) => onError(error, delivery))
      .finally(() => {
        count(delivery.endpointId, -1);
        sending.delete(work);
        // More may be due than were claimed.
        void run().catch((error: unknown) => onError(error, delivery));
      });
    sending.add(work);
  }

  async function claimAll(): Promise<void> {
    do {
      again = false;
      for (const delivery of await queue.claim(perEndpoint, busy, leaseMs)) begin(delivery);
    } while (again && !stopped);
  }

  function run(): Promise<void> {
    if (stopped) return Promise.resolve();
    again = true;
    running ??= claimAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    run,
    async stop() {
      stopped = true;
      await running?.catch(() => undefined);
      await Promise.all(sending);
    },
  };
}

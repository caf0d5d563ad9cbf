import { type RetryPolicy, retryDelayMs } from './back-off.ts';
import { type DueDelivery, ping } from './delivery.ts';

/** How an attempt ended: with a response, or with the reason why there was none. */
export type AttemptResult = {
  readonly status?: number;
  /** The beginning of the response. */
  readonly body?: string;
  readonly retryAfterMs?: number;
  readonly error?: string;
};

export type DeliveryPolicy = RetryPolicy & {
  /** Milliseconds of failures after which an endpoint is disabled. */
  readonly disableAfterMs: number;
};

/** What is saved about an attempt. */
export type Verdict = {
  readonly status: 'DELIVERED' | 'PENDING' | 'PARKED';
  readonly nextAttemptAt: Date | null;
  readonly error: string | null;
  /** Why the endpoint is disabled, when the attempt is the reason. */
  readonly disable: string | null;
};

const gone = 410;

const isSuccess = ({ status = 0 }: AttemptResult): boolean => status >= 200 && status < 300;

const errorOf = ({ status, error }: AttemptResult): string =>
  error ?? `The response has the status ${status}.`;

/** Decides what follows an attempt. */
export function judgeAttempt(
  { event, attempts, endpoint: { failingSince } }: DueDelivery,
  result: AttemptResult,
  policy: DeliveryPolicy,
  now: Date,
  random = Math.random(),
): Verdict {
  if (isSuccess(result))
    return { status: 'DELIVERED', nextAttemptAt: null, error: null, disable: null };
  const error = errorOf(result);
  const disable = disableReason(result, failingSince, policy, now);
  const maxAttempts = event === ping ? 1 : policy.maxAttempts;
  if (disable || attempts >= maxAttempts)
    return { status: 'PARKED', nextAttemptAt: null, error, disable };
  const delayMs = retryDelayMs(policy, attempts, result.retryAfterMs, random);
  return {
    status: 'PENDING',
    nextAttemptAt: new Date(now.getTime() + delayMs),
    ...{ error, disable },
  };
}

function disableReason(
  result: AttemptResult,
  failingSince: Date | null,
  { disableAfterMs }: DeliveryPolicy,
  now: Date,
): string | null {
  if (result.status === gone) return 'The receiver has responded 410 Gone.';
  if (!failingSince || now.getTime() - failingSince.getTime() < disableAfterMs) return null;
  return `Every delivery has failed since ${failingSince.toISOString()}. ${errorOf(result)}`;
}

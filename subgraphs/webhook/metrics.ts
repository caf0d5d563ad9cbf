import type { Log } from '@shop/service';
import { Counter, type Registry } from 'prom-client';
import type { DispatcherOptions } from './domain/dispatcher.ts';

/** The meaning of each figure of the deliveries. */
export const deliveryFigures = {
  webhook_deliveries_pending: 'Webhook deliveries that wait for an attempt.',
  webhook_deliveries_parked: 'Webhook deliveries that were given up and can be redriven.',
  webhook_endpoints_disabled: 'Webhook endpoints that are disabled.',
} as const;

/** Counts and logs attempts. The log contains neither URL, body nor response: the database does. */
export function createReport(registry: Registry, log: Log): DispatcherOptions['report'] {
  const attempts = new Counter({
    name: 'webhook_attempts_total',
    help: 'Attempts to deliver webhooks by outcome: delivered, pending (a retry follows), parked.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['delivered', 'pending', 'parked']) attempts.inc({ outcome }, 0);
  return (
    { eventId, endpointId, event, attempts: attempt },
    { status },
    { status: to, error, disable },
  ) => {
    const outcome = to.toLowerCase();
    attempts.inc({ outcome });
    const about = { eventId, endpointId, event, attempt, status, ...(error && { error }) };
    if (error) log.warn(about, `webhook ${outcome}`);
    else log.info(about, `webhook ${outcome}`);
    if (disable) log.warn({ endpointId, reason: disable }, 'webhook endpoint disabled');
  };
}

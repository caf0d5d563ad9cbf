import type { Log } from '@shop/service';
import { Counter, type Registry } from 'prom-client';
import { outcomes, type ReportOutcome } from './domain/ports.ts';

/** The meaning of each figure of the deliveries. */
export const deliveryFigures = {
  messages_unsettled:
    'Messages whose sending began more than a minute ago and whose outcome is not recorded.',
} as const;

/** Counts and logs how deliveries end. The log contains no recipient: the delivery log does. */
export function createReport(registry: Registry, log: Log): ReportOutcome {
  const messages = new Counter({
    name: 'messages_total',
    help: 'Deliveries by template, channel and outcome: sent, deferred, failed, repeated, suppressed.',
    labelNames: ['template', 'channel', 'outcome'],
    registers: [registry],
  });
  return ({ eventId, template, correlationId, message: { channel } }, outcome, error) => {
    // A first failure is an increase.
    for (const one of outcomes) messages.inc({ template, channel, outcome: one }, 0);
    messages.inc({ template, channel, outcome });
    const about = { eventId, template, channel, correlationId, ...(error && { error }) };
    if (error) log.warn(about, `message ${outcome}`);
    else log.info(about, `message ${outcome}`);
  };
}

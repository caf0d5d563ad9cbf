import { watchFigures } from '@shop/messaging';
import type { Log } from '@shop/service';
import { Counter, type Registry } from 'prom-client';
import type { ReportOutcome } from './domain/ports.ts';

/** Shows how many deliveries began more than a minute ago and have no recorded outcome. */
export function watchUnsettled(registry: Registry, count: () => Promise<number>): void {
  const help = {
    messages_unsettled:
      'Messages whose sending began more than a minute ago and whose outcome is not recorded.',
  };
  watchFigures(registry, help, async () => ({ messages_unsettled: await count() }));
}

/** Counts and logs how deliveries end. The log contains no recipient: the delivery log does. */
export function createReport(registry: Registry, log: Log): ReportOutcome {
  const messages = new Counter({
    name: 'messages_total',
    help: 'Deliveries by template, channel and outcome: sent, deferred, failed, repeated.',
    labelNames: ['template', 'channel', 'outcome'],
    registers: [registry],
  });
  return ({ eventId, template, correlationId, message: { channel } }, outcome, error) => {
    messages.inc({ template, channel, outcome });
    const about = { eventId, template, channel, correlationId, ...(error && { error }) };
    if (error) log.warn(about, `message ${outcome}`);
    else log.info(about, `message ${outcome}`);
  };
}

import type { Log } from '@shop/service';
import { Counter, type Registry } from 'prom-client';
import type { PostOffice } from './domain/ports.ts';

/** Counts and logs how deliveries end. The log names no recipient: the delivery log does. */
export function createReport(registry: Registry, log: Log): PostOffice['report'] {
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

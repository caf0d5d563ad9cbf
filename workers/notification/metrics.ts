import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@shop/service';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PostOffice } from './domain/ports.ts';

/** A scrape does not wait for a database that is away: the figure is NaN then. */
const scrapeTimeoutMs = 2_000;

/** Shows how many deliveries began a while ago and have no end. */
export function watchUnsettled(registry: Registry, count: () => Promise<number>): void {
  new Gauge({
    name: 'messages_unsettled',
    help: 'Messages that began to be sent more than a minute ago, and nobody knows how that ended.',
    registers: [registry],
    async collect() {
      const late = sleep(scrapeTimeoutMs, Number.NaN, { ref: false });
      this.set(await Promise.race([count(), late]).catch(() => Number.NaN));
    },
  });
}

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

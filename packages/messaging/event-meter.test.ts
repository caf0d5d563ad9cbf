import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { UnavailableError, UnroutableError } from './errors.ts';
import { createEventMeter } from './event-meter.ts';

it('the event meter counts confirmed events and unroutable events by type', async () => {
  const registry = new Registry();
  const answers = [undefined, new UnroutableError('no queue'), new UnavailableError('down')];
  const publish = async () => {
    const answer = answers.shift();
    if (answer) throw answer;
  };
  const bus = createEventMeter(registry).countPublished({ publish });
  const message = { id: 'i', type: 'thing.happened.v1', key: 'k', body: '{}' };
  await bus.publish(message);
  await expect(bus.publish(message)).rejects.toThrow('no queue');
  await expect(bus.publish(message)).rejects.toThrow('down');
  const metrics = await registry.metrics();
  expect(metrics).toContain('events_published_total{type="thing.happened.v1"} 1');
  expect(metrics).toContain('events_unroutable_total{type="thing.happened.v1"} 1');
});

it('counters of events and queues begin at 0, so that the first increase is seen', async () => {
  const registry = new Registry();
  const meter = createEventMeter(registry);
  meter.countPublished({ publish: async () => undefined }, ['thing.happened.v1']);
  meter.watchQueue({ depth: async () => ({ pending: 0, dead: 0 }) }, 'things');
  const metrics = await registry.metrics();
  expect(metrics).toContain('events_published_total{type="thing.happened.v1"} 0');
  expect(metrics).toContain('events_unroutable_total{type="thing.happened.v1"} 0');
  for (const outcome of ['done', 'failed', 'refused', 'held'])
    expect(metrics).toContain(`events_handled_total{queue="things",outcome="${outcome}"} 0`);
  expect(metrics).toContain('event_retries_total{queue="things"} 0');
});

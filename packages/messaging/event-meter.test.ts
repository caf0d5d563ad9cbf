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

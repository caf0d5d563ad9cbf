import { readFileSync } from 'node:fs';
import { InvalidEventError } from '@shop/schema';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { Delivery, EventBus, HandleBatch } from './bus.ts';
import { consume, type Handlers, type Together } from './consumer.ts';
import { PermanentError } from './errors.ts';
import { createEventMeter } from './event-meter.ts';
import type { Log } from './log.ts';

const folder = new URL('../../schema/events/examples/', import.meta.url);
const example = (type: string) => readFileSync(new URL(`${type}.json`, folder), 'utf8');

async function startConsumer(
  handlers: Handlers<'order.stock'>,
  together?: Together<'order.stock'>,
) {
  const logged: [level: string, details: object, message: string][] = [];
  const write = (level: string) => (details: object, message: string) =>
    void logged.push([level, details, message]);
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  let deliver: (delivery: Delivery) => Promise<void> = async () => {};
  let deliverBatch: HandleBatch | undefined;
  const bus: Pick<EventBus, 'subscribe'> = {
    subscribe: async (_, handle, { batch } = {}) => {
      deliver = handle;
      deliverBatch = batch;
      return { stop: async () => undefined };
    },
  };
  const registry = new Registry();
  const meter = createEventMeter(registry);
  await consume(bus as EventBus, 'order.stock', handlers, { log, together, meter });
  const deliveryOf = (body: string) => ({ id: 'i', type: 't', key: 'k', body, attempt: 1 });
  const send = (body: string, attempt = 1) => deliver({ ...deliveryOf(body), attempt });
  const retries = async () =>
    (await registry.getSingleMetric('event_retries_total')?.get())?.values[0]?.value;
  const sendBatch = async (...bodies: string[]) => deliverBatch?.(bodies.map(deliveryOf));
  return { logged, send, sendBatch, retries };
}

const ignore = async () => undefined;
const quiet: Handlers<'order.stock'> = {
  'stock.reserved.v1': ignore,
  'stock.rejected.v1': ignore,
  'stock.edit_reserved.v1': ignore,
  'stock.edit_rejected.v1': ignore,
};

describe('a consumer', () => {
  it('a consumer passes an event to the handler of its type', async () => {
    const got: unknown[] = [];
    const { logged, send } = await startConsumer({
      ...quiet,
      'stock.reserved.v1': async (event) => void got.push(event),
    });
    await send(example('stock.reserved.v1'));
    expect(got).toEqual([JSON.parse(example('stock.reserved.v1'))]);
    expect(logged.map(([level, , message]) => [level, message])).toEqual([
      ['debug', 'event received'],
      ['debug', 'event handled'],
    ]);
  });

  it('a consumer counts events that it handles again after a failed attempt', async () => {
    const { send, retries } = await startConsumer(quiet);
    await send(example('stock.reserved.v1'));
    expect(await retries()).toBe(0);
    await send(example('stock.reserved.v1'), 2);
    await send(example('stock.reserved.v1'), 3);
    expect(await retries()).toBe(2);
  });

  it('a consumer logs a failed event with its correlation id and rethrows the error', async () => {
    const failure = new Error('broken');
    const { logged, send } = await startConsumer({
      ...quiet,
      'stock.reserved.v1': async () => {
        throw failure;
      },
    });
    await expect(send(example('stock.reserved.v1'))).rejects.toBe(failure);
    const { id, type, correlationid } = JSON.parse(example('stock.reserved.v1'));
    const [level, details] = logged.at(-1) ?? [];
    expect(level).toBe('warn');
    expect(details).toMatchObject({ id, type, correlationId: correlationid, err: failure });
  });

  it('invalid JSON, an invalid event and a type without a handler are permanent errors', async () => {
    const { send } = await startConsumer(quiet);
    await expect(send('rubbish')).rejects.toThrow(PermanentError);
    await expect(send('{}')).rejects.toThrow(InvalidEventError);
    await expect(send(example('order.paid.v1'))).rejects.toThrow(PermanentError);
  });

  it('a batch of events is handled in order by the handlers of its transaction', async () => {
    const got: string[] = [];
    const { sendBatch } = await startConsumer(quiet, (events, work) => {
      got.push(`${events.length} events`);
      return work({
        ...quiet,
        'stock.reserved.v1': async ({ type }) => void got.push(type),
        'stock.rejected.v1': async ({ type }) => void got.push(type),
      });
    });
    await sendBatch(example('stock.rejected.v1'), example('stock.reserved.v1'));
    expect(got).toEqual(['2 events', 'stock.rejected.v1', 'stock.reserved.v1']);
  });

  it('a batch with an invalid event fails before anything is handled', async () => {
    let transactions = 0;
    const { sendBatch } = await startConsumer(quiet, async () => void transactions++);
    await expect(sendBatch(example('stock.reserved.v1'), '{}')).rejects.toThrow(InvalidEventError);
    expect(transactions).toBe(0);
  });
});

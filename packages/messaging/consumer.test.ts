import { readFileSync } from 'node:fs';
import { InvalidEventError } from '@shop/schema';
import { describe, expect, it } from 'vitest';
import type { Delivery, EventBus } from './bus.ts';
import { consume, type Handlers } from './consumer.ts';
import { PermanentError } from './errors.ts';
import type { Log } from './log.ts';

const folder = new URL('../../schema/events/examples/', import.meta.url);
const example = (type: string) => readFileSync(new URL(`${type}.json`, folder), 'utf8');

async function stage(handlers: Handlers<'order.stock'>) {
  const said: [level: string, details: object, message: string][] = [];
  const write = (level: string) => (details: object, message: string) =>
    void said.push([level, details, message]);
  const log: Log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  let deliver: (delivery: Delivery) => Promise<void> = async () => {};
  const bus: Pick<EventBus, 'subscribe'> = {
    subscribe: async (_, handle) => {
      deliver = handle;
      return { stop: async () => undefined };
    },
  };
  await consume(bus as EventBus, 'order.stock', handlers, { log });
  const send = (body: string) => deliver({ id: 'i', type: 't', key: 'k', body, attempt: 1 });
  return { said, send };
}

const ignore = async () => undefined;
const quiet: Handlers<'order.stock'> = { 'stock.reserved.v1': ignore, 'stock.rejected.v1': ignore };

describe('a consumer', () => {
  it('hands an event to the handler of its type', async () => {
    const got: unknown[] = [];
    const { said, send } = await stage({
      ...quiet,
      'stock.reserved.v1': async (event) => void got.push(event),
    });
    await send(example('stock.reserved.v1'));
    expect(got).toEqual([JSON.parse(example('stock.reserved.v1'))]);
    expect(said.map(([level, , message]) => [level, message])).toEqual([
      ['debug', 'event received'],
      ['debug', 'event handled'],
    ]);
  });

  it('says which event failed and where it comes from, and lets the bus decide', async () => {
    const failure = new Error('broken');
    const { said, send } = await stage({
      ...quiet,
      'stock.reserved.v1': async () => {
        throw failure;
      },
    });
    await expect(send(example('stock.reserved.v1'))).rejects.toBe(failure);
    const { id, type, correlationid } = JSON.parse(example('stock.reserved.v1'));
    const [level, details] = said.at(-1) ?? [];
    expect(level).toBe('warn');
    expect(details).toMatchObject({ id, type, correlationid, err: failure });
  });

  it('takes what is no JSON, no event, or none of its own for permanent', async () => {
    const { send } = await stage(quiet);
    await expect(send('rubbish')).rejects.toThrow(PermanentError);
    await expect(send('{}')).rejects.toThrow(InvalidEventError);
    await expect(send(example('order.paid.v1'))).rejects.toThrow(PermanentError);
  });
});

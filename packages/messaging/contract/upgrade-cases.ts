import { readFileSync } from 'node:fs';
import { until } from '@shop/service/testing';
import { expect, it } from 'vitest';
import { consume } from '../consumer.ts';
import { PermanentError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { message, type Stage } from './stage.ts';

const example = new URL('../../../schema/events/examples/stock.reserved.v1.json', import.meta.url);

/** Queues outlive the processes that filled them: messages of another version are drained. */
export function upgradeCases(stage: Stage): void {
  it('drains what an earlier version has left, after the upgrade that adds a second version', async () => {
    const next = stage.type.replace('.v1', '.v2');
    const old = Array.from({ length: 5 }, (_, n) =>
      message(stage.type, `k${n}`, `{"n":${n},"dropped in v2":true}`),
    );
    for (const one of old) await stage.bus.publish(one);
    await stage.bus.close();

    const upgraded = await stage.connect();
    await upgraded.declare({ [stage.queue]: [stage.type, next] });
    const seen: number[] = [];
    const handlers: Record<string, (data: Record<string, number>) => void> = {
      [stage.type]: ({ n }) => void seen.push(n ?? Number.NaN),
      [next]: ({ count }) => void seen.push(count ?? Number.NaN),
    };
    await upgraded.subscribe(stage.queue, async ({ type, body }) => {
      const handle = handlers[type];
      if (!handle) throw new PermanentError(`no handler for ${type}`);
      handle(JSON.parse(body));
    });
    // Both versions are said until every listener has moved.
    await upgraded.publish(message(next, 'k', '{"count":5}'));
    await upgraded.publish(message(stage.type, 'k', '{"n":6}'));
    await until('both versions', () => seen.length === 7);
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await upgraded.depth(stage.queue)).toEqual({ pending: 0, dead: 0 });
  });

  it('drains events with fields that this version does not know', async () => {
    const event = JSON.parse(readFileSync(example, 'utf8'));
    const newer = { ...event, colour: 'red', data: { ...event.data, warehouse: 'north' } };
    await stage.bus.sendTo(stage.queue, [
      { id: event.id, type: event.type, key: event.subject, body: JSON.stringify(newer) },
    ]);
    const got: unknown[] = [];
    const hear = async (one: unknown) => void got.push(one);
    // The queue of the case stands for that of the shop.
    await consume(
      stage.bus,
      stage.queue as 'order.stock',
      { 'stock.reserved.v1': hear, 'stock.rejected.v1': hear },
      { log: silentLog },
    );
    await until('the event', () => got.length === 1);
    expect(got).toEqual([event]);
  });
}

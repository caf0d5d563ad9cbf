import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '@shop/messaging';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { noteRunning } from '../start/running.ts';
import { run, runProcess, useEventToolsFixture } from '../testing/events.ts';

const queue = 'inventory.orders';
const type = 'order.created.v1';

describe('npm run events', () => {
  const fixture = useEventToolsFixture();

  /** Puts messages on the queue and dead-letters them. */
  async function deadLetter(...ids: string[]): Promise<void> {
    const body = '{"what":"ever"}';
    await fixture.bus.sendTo(
      queue,
      ids.map((id) => ({ id, type, key: 'k', body })),
    );
    const subscription = await fixture.bus.subscribe(queue, async () => {
      throw new PermanentError('it is broken');
    });
    await until(
      'the dead letters',
      async () => (await fixture.bus.depth(queue)).dead === ids.length,
    );
    await subscription.stop();
  }

  it('dlq lists, shows, redrives and purges dead letters', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()] as const;
    await deadLetter(first, second, third);
    const listed = await run(fixture.env, 'dlq', 'list', '--json');
    expect(JSON.parse(listed.out)).toHaveLength(3);
    expect(
      (await run(fixture.env, 'dlq', 'list', queue, '--limit', '1')).out.trim().split('\n'),
    ).toEqual([expect.stringContaining('it is broken')]);
    const shown = await run(fixture.env, 'dlq', 'show', queue, first);
    expect(JSON.parse(shown.out)).toMatchObject({
      ...{ id: first, type, queue, attempts: 1, error: 'it is broken', body: { what: 'ever' } },
    });
    expect(await run(fixture.env, 'dlq', 'redrive', queue, first)).toMatchObject({ code: 0 });
    expect(await fixture.bus.depth(queue)).toEqual({ pending: 1, dead: 2 });
    const depths = JSON.parse((await run(fixture.env, 'depth', '--json')).out);
    expect(depths).toContainEqual({ queue, pending: 1, dead: 2 });

    expect(await run(fixture.env, 'dlq', 'purge', queue, '--all')).toMatchObject({ code: 2 });
    expect((await fixture.bus.depth(queue)).dead).toBe(2);
    const partly = await run(fixture.env, 'dlq', 'purge', queue, second, 'unknown', '--yes');
    expect(partly).toMatchObject({ code: 1, out: `purged: 1 of ${queue}\n` });
    expect(await run(fixture.env, 'dlq', 'purge', queue, '--all', '--yes')).toMatchObject({
      code: 0,
    });
    expect(await fixture.bus.depth(queue)).toEqual({ pending: 1, dead: 0 });
    expect(await run(fixture.env, 'dlq', 'show', queue, second)).toMatchObject({ code: 1 });
  });

  it.each([
    ['no command', []],
    ['a command that does not exist', ['dance']],
    ['an option that does not exist', ['depth', '--fast']],
    ['a queue that does not exist', ['dlq', 'list', 'inventory.nothing']],
    ['neither ids nor --all', ['dlq', 'redrive', queue]],
    [
      'an event that the service does not publish',
      ['replay', 'user', '--type', type, '--to', queue],
    ],
    [
      'a queue that does not subscribe to the event',
      ['replay', 'order', '--type', type, '--to', 'order.stock'],
    ],
    ['an invalid time', ['replay', 'order', '--type', type, '--to', queue, '--since', 'May']],
  ])('npm run events refuses %s and prints its usage', async (_, args) => {
    const { code, error } = await run(fixture.env, ...args);
    expect(code).toBe(2);
    expect(error).toContain('Usage:');
  });

  it('--help prints the usage', async () => {
    const { code, out } = await runProcess('--help');
    expect(code).toBe(0);
    expect(out).toContain('dlq redrive');
  });

  it('the process exits with the code of an invalid command and prints its fault', async () => {
    const { code, out, error } = await runProcess('dance');
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain('The command dance does not exist.');
  });

  it('an unknown, unavailable or undeclared bus is reported with its reason', async () => {
    const dataDir = join(tmpdir(), randomUUID());
    const nowhere = await run({ DATA_DIR: dataDir }, 'depth');
    expect(nowhere).toMatchObject({ code: 1 });
    expect(nowhere.error).toContain(`no shop runs on ${dataDir}`);
    const unavailable = await run({ BUS_DATABASE_URL: 'postgres://x:y@127.0.0.1:1/bus' }, 'depth');
    expect(unavailable).toMatchObject({ code: 1 });
    expect(unavailable.error).toContain('The bus at 127.0.0.1:1 cannot be used');
    const empty = await run({ BUS_DATABASE_URL: fixture.env.INVENTORY_DATABASE_URL }, 'depth');
    expect(empty.error).toContain('relation "bus.binding" does not exist');
  });

  it('without configuration the command uses the shop that runs on the data folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'shop-events-'));
    const url = fixture.env.BUS_DATABASE_URL;
    const shop = { bus: { driver: 'postgres', url }, databaseUrls: { bus: url } } as const;
    await noteRunning(dataDir, { ...shop, pid: process.pid });
    expect((await stat(join(dataDir, 'running.json'))).mode & 0o077).toBe(0);
    expect(await run({ DATA_DIR: dataDir }, 'depth')).toMatchObject({ code: 0 });
    // A shop that was killed leaves its file; no process has this id.
    await noteRunning(dataDir, { ...shop, pid: 2 ** 30 });
    expect(await run({ DATA_DIR: dataDir }, 'depth')).toMatchObject({ code: 1 });
    await rm(dataDir, { recursive: true });
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '@shop/messaging';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { noteRunning } from '../start/running.ts';
import { run, setStage } from '../testing/events.ts';

const queue = 'inventory.orders';
const type = 'order.created.v1';

describe('npm run events', () => {
  const stage = setStage();

  /** Lets messages die on the queue. */
  async function bury(...ids: string[]): Promise<void> {
    const body = '{"what":"ever"}';
    await stage.bus.sendTo(
      queue,
      ids.map((id) => ({ id, type, key: 'k', body })),
    );
    const subscription = await stage.bus.subscribe(queue, async () => {
      throw new PermanentError('it is broken');
    });
    await until('all dead', async () => (await stage.bus.depth(queue)).dead === ids.length);
    await subscription.stop();
  }

  it('shows dead letters, puts them back and deletes them', { timeout: 120_000 }, async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()] as const;
    await bury(first, second, third);
    const listed = await run(stage.env, 'dlq', 'list', '--json');
    expect(JSON.parse(listed.out)).toHaveLength(3);
    expect(
      (await run(stage.env, 'dlq', 'list', queue, '--limit', '1')).out.trim().split('\n'),
    ).toEqual([expect.stringContaining('it is broken')]);
    const shown = await run(stage.env, 'dlq', 'show', queue, first);
    expect(JSON.parse(shown.out)).toMatchObject({
      ...{ id: first, type, queue, attempts: 1, error: 'it is broken', body: { what: 'ever' } },
    });
    expect(await run(stage.env, 'dlq', 'redrive', queue, first)).toMatchObject({ code: 0 });
    expect(await stage.bus.depth(queue)).toEqual({ pending: 1, dead: 2 });
    const depths = JSON.parse((await run(stage.env, 'depth', '--json')).out);
    expect(depths).toContainEqual({ queue, pending: 1, dead: 2 });

    expect(await run(stage.env, 'dlq', 'purge', queue, '--all')).toMatchObject({ code: 2 });
    expect((await stage.bus.depth(queue)).dead).toBe(2);
    const partly = await run(stage.env, 'dlq', 'purge', queue, second, 'unknown', '--yes');
    expect(partly).toMatchObject({ code: 1, out: `purged: 1 of ${queue}\n` });
    expect(await run(stage.env, 'dlq', 'purge', queue, '--all', '--yes')).toMatchObject({
      code: 0,
    });
    expect(await stage.bus.depth(queue)).toEqual({ pending: 1, dead: 0 });
    expect(await run(stage.env, 'dlq', 'show', queue, second)).toMatchObject({ code: 1 });
  });

  it.each([
    ['no command', []],
    ['a command that does not exist', ['dance']],
    ['an option that does not exist', ['depth', '--fast']],
    ['a queue that does not exist', ['dlq', 'list', 'inventory.nothing']],
    ['neither ids nor --all', ['dlq', 'redrive', queue]],
    ['an event that the service does not say', ['replay', 'user', '--type', type, '--to', queue]],
    ['a queue that does not hear it', ['replay', 'order', '--type', type, '--to', 'order.stock']],
    ['a time that is none', ['replay', 'order', '--type', type, '--to', queue, '--since', 'May']],
  ])('refuses %s and says how it is used', async (_, args) => {
    const { code, error } = await run(stage.env, ...args);
    expect(code).toBe(2);
    expect(error).toContain('Usage:');
  });

  it('prints its help', async () => {
    const { code, out } = await run({}, '--help');
    expect(code).toBe(0);
    expect(out).toContain('dlq redrive');
  });

  it('says so when there is no bus, or none that answers', async () => {
    const dataDir = join(tmpdir(), randomUUID());
    const nowhere = await run({ DATA_DIR: dataDir }, 'depth');
    expect(nowhere).toMatchObject({ code: 1 });
    expect(nowhere.error).toContain(`no shop runs on ${dataDir}`);
    const away = await run({ BUS_DATABASE_URL: 'postgres://x:y@127.0.0.1:1/bus' }, 'depth');
    expect(away).toMatchObject({ code: 1 });
    expect(away.error).toContain('The bus at 127.0.0.1:1 cannot be used');
    const empty = await run({ BUS_DATABASE_URL: stage.env.INVENTORY_DATABASE_URL }, 'depth');
    expect(empty.error).toContain('relation "bus.binding" does not exist');
  });

  it('finds the databases of the shop that runs on the data folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'shop-events-'));
    const databaseUrls = { bus: stage.env.BUS_DATABASE_URL };
    await noteRunning(dataDir, { pid: process.pid, databaseUrls });
    expect((await stat(join(dataDir, 'running.json'))).mode & 0o077).toBe(0);
    expect(await run({ DATA_DIR: dataDir }, 'depth')).toMatchObject({ code: 0 });
    // A shop that was killed leaves its note; no process has this number.
    await noteRunning(dataDir, { pid: 2 ** 30, databaseUrls });
    expect(await run({ DATA_DIR: dataDir }, 'depth')).toMatchObject({ code: 1 });
    await rm(dataDir, { recursive: true });
  });
});

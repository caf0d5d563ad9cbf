import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBus, type EventBus, silentLog } from '@shop/messaging';
import { until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, get, tokenOf } from './client.ts';
import {
  DeadLettersDocument,
  PurgeDeadLettersDocument,
  RedriveDeadLettersDocument,
} from './generated/graphql.ts';

const queue = 'inventory.catalogue';
const program = new URL('../scripts/dist/events.js', import.meta.url).pathname;
const { dataDir } = inject('shop');

/** Runs the built event tools on the shop that runs, found by its data folder alone. */
async function tool(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  return (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout;
}

describe('dead letters', () => {
  let bus: EventBus;
  let admin: string;

  beforeAll(async () => {
    const { rabbitmqUrl, databaseUrls } = JSON.parse(
      readFileSync(join(dataDir, 'running.json'), 'utf8'),
    );
    bus = await createBus({ rabbitmqUrl, busDatabaseUrl: databaseUrls.bus, log: silentLog });
    admin = await tokenOf('admin');
  });
  afterAll(() => bus.close());

  const lettersWith = async (id: string) => {
    const { deadLetters } = await get(DeadLettersDocument, { queue, first: 100 }, admin);
    return deadLetters?.nodes.filter((letter) => letter.id === id) ?? [];
  };

  /** Sends an event that breaks its schema; it dies at once. */
  async function bury(): Promise<string> {
    const id = randomUUID();
    const broken = { id, type: 'product.created.v1', key: 'p', body: '{"broken":true}' };
    await bus.sendTo(queue, [broken]);
    await until('its death', async () => (await lettersWith(id))[0]);
    return id;
  }

  it('are shown to administrators, put back and deleted', async () => {
    const id = await bury();
    const [letter] = await lettersWith(id);
    expect(letter).toMatchObject({
      ...{ id, queue, type: 'product.created.v1', subject: 'p', body: '{"broken":true}' },
      error: expect.stringContaining('not an event envelope'),
    });

    const chosen = { queue, ids: [id] };
    const again = await get(RedriveDeadLettersDocument, { input: chosen }, admin);
    expect(again.redriveDeadLetters).toEqual({ redriven: 1, userErrors: [] });
    const later = await until('it to be dead again', async () => {
      const [now] = await lettersWith(id);
      return now && now.failedAt > (letter?.failedAt ?? '') ? now : undefined;
    });
    expect(later.attempts).toBe(1);

    const gone = await get(PurgeDeadLettersDocument, { input: chosen }, admin);
    expect(gone.purgeDeadLetters).toEqual({ purged: 1, userErrors: [] });
    expect(await lettersWith(id)).toEqual([]);
  });

  it.each([
    ['visitors', undefined, 'UNAUTHENTICATED'],
    ['customers', 'carla' as const, 'FORBIDDEN'],
    ['staff', 'staff' as const, 'FORBIDDEN'],
  ])('are nothing for %s', async (_, name, code) => {
    const id = await bury();
    const token = name && (await tokenOf(name));
    const input = { queue, all: true };
    for (const refused of [
      await ask(DeadLettersDocument, {}, token),
      await ask(RedriveDeadLettersDocument, { input }, token),
      await ask(PurgeDeadLettersDocument, { input }, token),
    ]) {
      expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    }
    expect(await lettersWith(id)).toHaveLength(1);
  });

  it('of a queue that does not exist, or too many of them, are refused', async () => {
    for (const variables of [{ queue: 'no.queue' }, { first: 0 }, { first: 101 }]) {
      const { errors } = await ask(DeadLettersDocument, variables, admin);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
    const input = { queue: 'no.queue', all: true };
    const { purgeDeadLetters } = await get(PurgeDeadLettersDocument, { input }, admin);
    expect(purgeDeadLetters).toEqual({
      purged: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['queue'] }],
    });
  });

  it('are the work of npm run events too, which needs only the data folder', async () => {
    const id = await bury();
    const listed = JSON.parse(await tool('dlq', 'list', queue, '--json'));
    expect(listed).toContainEqual(expect.objectContaining({ id, queue }));
    expect(await tool('dlq', 'purge', queue, id, '--yes')).toBe(`purged: 1 of ${queue}\n`);
    expect(await lettersWith(id)).toEqual([]);
    const history = ['replay', 'product', '--type', 'product.created.v1', '--to', queue];
    expect(await tool(...history)).toMatch(/^[1-9]\d* events/);
    expect(await tool(...history, '--again', '--yes')).toMatch(/^sent: [1-9]/);
    await until('the replay to be handled', async () => {
      const depths: { queue: string; pending: number }[] = JSON.parse(
        await tool('depth', '--json'),
      );
      return depths.find((one) => one.queue === queue)?.pending === 0 || undefined;
    });
  });
});

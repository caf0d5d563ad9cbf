import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBus, type EventBus, silentLog } from '@shop/messaging';
import { until } from '@shop/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { request, requestData, tokenOf } from './client.ts';
import {
  DeadLettersDocument,
  PurgeDeadLettersDocument,
  RedriveDeadLettersDocument,
} from './generated/graphql.ts';
import { shop } from './shop.ts';

const queue = 'inventory.catalogue';
const program = new URL('../scripts/dist/events.js', import.meta.url).pathname;
const { dataDir } = shop;

/** Runs the built event tools, which find the running shop by its data folder. */
async function eventTool(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  return (await promisify(execFile)(process.execPath, [program, ...args], { env })).stdout;
}

describe('dead letters', () => {
  let bus: EventBus;
  let admin: string;

  beforeAll(async () => {
    const { bus: address } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'));
    bus = await createBus(address, silentLog);
    admin = await tokenOf('admin');
  });
  afterAll(() => bus.close());

  const deadLettersWith = async (id: string) => {
    const { deadLetters } = await requestData(DeadLettersDocument, { queue, first: 100 }, admin);
    return deadLetters?.nodes.filter((deadLetter) => deadLetter.id === id) ?? [];
  };

  /** Publishes an invalid event, which is dead-lettered at once. Returns its id. */
  async function publishInvalid(): Promise<string> {
    const id = randomUUID();
    const broken = { id, type: 'product.created.v1', key: 'p', body: '{"broken":true}' };
    await bus.sendTo(queue, [broken]);
    await until('the event to be dead-lettered', async () => (await deadLettersWith(id))[0]);
    return id;
  }

  it('pages lead to each dead letter of a queue', async () => {
    const ids = [await publishInvalid(), await publishInvalid(), await publishInvalid()];
    /** Returns a page of one. A broker takes a moment to return what was listed. */
    const pageAfter = (after: string | undefined) =>
      until(`the page after ${after}`, async () => {
        const variables = { queue, first: 1, ...(after && { after }) };
        const { deadLetters } = await requestData(DeadLettersDocument, variables, admin);
        return deadLetters?.nodes.length === 1 ? deadLetters : undefined;
      });
    const seen: string[] = [];
    for (let after: string | undefined; !ids.every((id) => seen.includes(id)); ) {
      const { nodes, pageInfo } = await pageAfter(after);
      expect(seen).not.toContain(nodes[0]?.id);
      seen.push(nodes[0]?.id ?? '');
      after = pageInfo.endCursor ?? undefined;
    }
    await requestData(PurgeDeadLettersDocument, { input: { queue, ids } }, admin);
  });

  it('administrators list, redrive and purge dead letters', async () => {
    const id = await publishInvalid();
    const [first] = await deadLettersWith(id);
    expect(first).toMatchObject({
      ...{ id, queue, type: 'product.created.v1', subject: 'p', body: '{"broken":true}' },
      error: expect.stringContaining('not an event envelope'),
    });

    const selection = { queue, ids: [id] };
    const again = await requestData(RedriveDeadLettersDocument, { input: selection }, admin);
    expect(again.redriveDeadLetters).toEqual({ redriven: 1, userErrors: [] });
    const later = await until('the event to be dead-lettered again', async () => {
      const [now] = await deadLettersWith(id);
      return now && now.failedAt > (first?.failedAt ?? '') ? now : undefined;
    });
    expect(later.attempts).toBe(1);

    const purged = await requestData(PurgeDeadLettersDocument, { input: selection }, admin);
    expect(purged.purgeDeadLetters).toEqual({ purged: 1, userErrors: [] });
    expect(await deadLettersWith(id)).toEqual([]);
  });

  it.each([
    ['anonymous clients', undefined, 'UNAUTHENTICATED'],
    ['customers', 'carla' as const, 'FORBIDDEN'],
    ['staff', 'staff' as const, 'FORBIDDEN'],
  ])('%s can neither list, redrive nor purge dead letters', async (_, name, code) => {
    const id = await publishInvalid();
    const token = name && (await tokenOf(name));
    const input = { queue, all: true };
    for (const refused of [
      await request(DeadLettersDocument, {}, token),
      await request(RedriveDeadLettersDocument, { input }, token),
      await request(PurgeDeadLettersDocument, { input }, token),
    ]) {
      expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    }
    expect(await deadLettersWith(id)).toHaveLength(1);
  });

  it('an unknown queue or a page size out of bounds is refused', async () => {
    for (const variables of [{ queue: 'no.queue' }, { first: 0 }, { first: 101 }]) {
      const { errors } = await request(DeadLettersDocument, variables, admin);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
    const input = { queue: 'no.queue', all: true };
    const { purgeDeadLetters } = await requestData(PurgeDeadLettersDocument, { input }, admin);
    expect(purgeDeadLetters).toEqual({
      purged: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['queue'] }],
    });
  });

  it('npm run events lists and purges dead letters and replays events, given only the data folder', async () => {
    const id = await publishInvalid();
    const listed = JSON.parse(await eventTool('dlq', 'list', queue, '--json'));
    expect(listed).toContainEqual(expect.objectContaining({ id, queue }));
    expect(await eventTool('dlq', 'purge', queue, id, '--yes')).toBe(`purged: 1 of ${queue}\n`);
    expect(await deadLettersWith(id)).toEqual([]);
    const history = ['replay', 'product', '--type', 'product.created.v1', '--to', queue];
    expect(await eventTool(...history)).toMatch(/^[1-9]\d* events/);
    expect(await eventTool(...history, '--again', '--yes')).toMatch(/^sent: [1-9]/);
    await until('the replay to be handled', async () => {
      const depths: { queue: string; pending: number }[] = JSON.parse(
        await eventTool('depth', '--json'),
      );
      return depths.find((one) => one.queue === queue)?.pending === 0 || undefined;
    });
  });
});

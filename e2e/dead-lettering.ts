import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBus, silentLog } from '@shop/messaging';
import { until } from '@shop/testing';
import { onTestFinished } from 'vitest';
import { requestData, tokenOf } from './client.ts';
import { DeadLettersDocument, PurgeDeadLettersDocument } from './generated/graphql.ts';
import { shop } from './shop.ts';

export const queue = 'inventory.catalogue';

/** Puts invalid events on a queue, where they are dead-lettered at once. Returns their ids. */
export async function sendInvalid(count: number): Promise<string[]> {
  const { bus: address } = JSON.parse(readFileSync(join(shop.dataDir, 'running.json'), 'utf8'));
  const bus = await createBus(address, silentLog);
  try {
    const ids = Array.from({ length: count }, () => randomUUID());
    const type = 'product.created.v1';
    await bus.sendTo(
      queue,
      ids.map((id) => ({ id, type, key: id, body: '{"broken":true}' })),
    );
    await until('the events to be dead-lettered', async () => {
      const found = await readDeadLetters();
      return ids.every((id) => found.some((one) => one.id === id));
    });
    return ids;
  } finally {
    await bus.close();
  }
}

/** Returns the oldest dead letters of the queue. */
export async function readDeadLetters() {
  const variables = { queue, first: 100 };
  const { deadLetters } = await requestData(DeadLettersDocument, variables, await tokenOf('admin'));
  return deadLetters?.nodes ?? [];
}

/** Deletes dead letters of the queue. */
export async function purge(ids: string[]): Promise<void> {
  const input = { queue, ids };
  await requestData(PurgeDeadLettersDocument, { input }, await tokenOf('admin'));
}

/** Like `sendInvalid`, until the test has finished. */
export async function useInvalid(count: number): Promise<string[]> {
  const ids = await sendInvalid(count);
  onTestFinished(() => purge(ids));
  return ids;
}

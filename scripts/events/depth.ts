import type { EventBus } from '@shop/messaging';
import { queues } from '@shop/schema';
import type { Arguments } from './arguments.ts';

/** What waits on every queue, and what is dead. */
export async function depth(bus: EventBus, { json }: Arguments): Promise<void> {
  const rows = await Promise.all(
    Object.keys(queues).map(async (queue) => ({ queue, ...(await bus.depth(queue)) })),
  );
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const width = Math.max(...rows.map(({ queue }) => queue.length));
  console.log(`${'queue'.padEnd(width)}  pending  dead`);
  for (const { queue, pending, dead } of rows) {
    console.log(
      `${queue.padEnd(width)}  ${String(pending).padStart(7)}  ${String(dead).padStart(4)}`,
    );
  }
}

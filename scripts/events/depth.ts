import { queues } from '@shop/schema';
import { type Command, json } from './command.ts';

/** Shows the pending and dead messages of every queue. */
export const depth: Command = async ({ bus, args, output }) => {
  const rows = await Promise.all(
    Object.keys(queues).map(async (queue) => ({ queue, ...(await bus.depth(queue)) })),
  );
  if (args.json) return output.out(json(rows));
  const width = Math.max(...rows.map(({ queue }) => queue.length));
  output.out(`${'queue'.padEnd(width)}  pending  dead`);
  for (const { queue, pending, dead } of rows) {
    const columns = [queue.padEnd(width), String(pending).padStart(7), String(dead).padStart(4)];
    output.out(columns.join('  '));
  }
};

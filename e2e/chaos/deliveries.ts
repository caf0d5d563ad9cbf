import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How often the bus had to deliver an event again, and how often one was handled again. */
export type Deliveries = {
  readonly received: number;
  readonly redeliveries: number;
  /** Handled before, and without an effect this time. */
  readonly duplicates: number;
};

/** Reads from the logs of all processes, at level debug, what the consumers received and handled. */
export async function readDeliveries(logDir: string): Promise<Deliveries> {
  const [received, handled] = [new Map<string, number>(), new Map<string, number>()];
  const add = (times: Map<string, number>, line: string) => {
    const { queue, id } = JSON.parse(line) as { queue: string; id: string };
    times.set(`${queue} ${id}`, (times.get(`${queue} ${id}`) ?? 0) + 1);
  };
  for (const file of await readdir(logDir)) {
    for await (const line of createInterface(createReadStream(join(logDir, file)))) {
      // A line that a kill has cut off says neither.
      if (line.endsWith('"event received"}')) add(received, line);
      if (line.endsWith('"event handled"}')) add(handled, line);
    }
  }
  const again = (times: Map<string, number>) =>
    [...times.values()].reduce((sum, n) => sum + n - 1, 0);
  const total = [...received.values()].reduce((sum, n) => sum + n, 0);
  return { received: total, redeliveries: again(received), duplicates: again(handled) };
}

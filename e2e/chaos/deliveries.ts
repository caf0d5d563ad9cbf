import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the bus delivered and the consumers handled. */
export type DeliveryCounts = {
  readonly received: number;
  readonly redeliveries: number;
  /** Events that were handled again, without an effect. */
  readonly duplicates: number;
};

/** Counts in the logs of all processes, at level debug, what consumers received and handled. */
export async function countDeliveries(logDir: string): Promise<DeliveryCounts> {
  const [received, handled] = [new Map<string, number>(), new Map<string, number>()];
  const add = (times: Map<string, number>, line: string) => {
    const { queue, id } = JSON.parse(line) as { queue: string; id: string };
    times.set(`${queue} ${id}`, (times.get(`${queue} ${id}`) ?? 0) + 1);
  };
  for (const file of await readdir(logDir)) {
    for await (const line of createInterface(createReadStream(join(logDir, file)))) {
      // A line that a kill has cut off ends differently.
      if (line.endsWith('"event received"}')) add(received, line);
      if (line.endsWith('"event handled"}')) add(handled, line);
    }
  }
  const repeated = (times: Map<string, number>) =>
    [...times.values()].reduce((sum, n) => sum + n - 1, 0);
  const total = [...received.values()].reduce((sum, n) => sum + n, 0);
  return { received: total, redeliveries: repeated(received), duplicates: repeated(handled) };
}

import type { QueueName } from '@shop/schema';
import type { DeadLetter } from './dead-letter.ts';

/** Where dead letters lie. `ids` absent means every one of the queue. */
export type DeadLetterBox = {
  /** Those that failed first, at most `limit`. */
  oldest(queue: QueueName, limit: number): Promise<DeadLetter[]>;
  count(queue: QueueName): Promise<number>;
  /** Puts them back on their queue; how many there were. */
  redrive(queue: QueueName, ids?: readonly string[]): Promise<number>;
  /** Deletes them; how many there were. */
  purge(queue: QueueName, ids?: readonly string[]): Promise<number>;
};

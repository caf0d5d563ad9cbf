import type { QueueName } from '@shop/schema';
import type { DeadLetter } from './dead-letter.ts';

/** The dead letters of all queues. Without `ids`, a method applies to every dead letter of the queue. */
export type DeadLetterQueues = {
  /** Returns at most `limit` dead letters, the ones that failed first. */
  oldest(queue: QueueName, limit: number): Promise<DeadLetter[]>;
  count(queue: QueueName): Promise<number>;
  /** Sends dead letters to their queue again. Returns how many. */
  redrive(queue: QueueName, ids?: readonly string[]): Promise<number>;
  /** Deletes dead letters. Returns how many. */
  purge(queue: QueueName, ids?: readonly string[]): Promise<number>;
};

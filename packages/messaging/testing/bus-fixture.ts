import { randomUUID } from 'node:crypto';
import type { EventBus, Message } from '../bus.ts';

/** What the contract suite needs of a driver. */
export type Driver = {
  /** URL of the database or broker. */
  readonly url: string;
  /** Connects a bus as another process does. Retries come after `retryDelaysMs`. */
  connect(url?: string): Promise<EventBus>;
  /** Puts an invalid message on a queue. */
  putGarbage(queue: string): Promise<void>;
  /** Environment for `crashing-consumer.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the queues of a test. */
  remove(queues: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** A bus for one test, with two queues of its own that are bound to one type of its own. */
export type BusFixture = {
  driver: Driver;
  bus: EventBus;
  queue: string;
  other: string;
  type: string;
  /** Connects another bus, as another process does, and closes it after the test. */
  connect(url?: string): Promise<EventBus>;
};

export const retryDelaysMs = [50, 100, 150];

export const message = (type: string, key: string = randomUUID(), body = '{}'): Message => ({
  id: randomUUID(),
  type,
  key,
  body,
});

/** Returns `count` messages, each with a key of its own. */
export const messages = (count: number, type: string): Message[] =>
  Array.from({ length: count }, () => message(type));

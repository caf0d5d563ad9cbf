import { randomUUID } from 'node:crypto';
import type { EventBus, Message } from '../bus.ts';

/** What a driver brings: how to connect, how to spoil and how to clean up. */
export type Driver = {
  /** Where the database or broker listens. */
  readonly url: string;
  /** Connects a bus as another process would. Retries come after `retryDelaysMs`. */
  connect(url?: string): Promise<EventBus>;
  /** Puts something that no bus has published on a queue. */
  putGarbage(queue: string): Promise<void>;
  /** Environment for `victim.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes the queues of a test. */
  remove(queues: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** What one case works with: a bus with two queues of its own, both bound to one type of its own. */
export type Stage = {
  driver: Driver;
  bus: EventBus;
  queue: string;
  other: string;
  type: string;
  /** One more bus, as another process would have it; closed after the case. */
  connect(url?: string): Promise<EventBus>;
};

export const retryDelaysMs = [50, 100, 150];

export const message = (type: string, key: string = randomUUID(), body = '{}'): Message => ({
  id: randomUUID(),
  type,
  key,
  body,
});

/** `count` messages, each with a key of its own. */
export const messages = (count: number, type: string): Message[] =>
  Array.from({ length: count }, () => message(type));

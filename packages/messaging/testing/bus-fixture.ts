import { randomUUID } from 'node:crypto';
import { until } from '@shop/testing';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { EventBus, Message } from '../bus.ts';

/** How a test connects a bus. What it leaves out has the default of production, which a busy machine needs. */
export type ConnectOptions = {
  /** Another URL of the server, such as that of a proxy. */
  readonly url?: string;
  /** Default `retryDelaysMs`. */
  readonly retryDelaysMs?: readonly number[];
  /** Short only where the test waits for the timeout: a busy server needs seconds to answer. */
  readonly timeoutMs?: number;
};

/** What the contract suite needs of a driver. */
export type Driver = {
  /** URL of the database or broker. */
  readonly url: string;
  /** Connects a bus as another process does. */
  connect(options?: ConnectOptions): Promise<EventBus>;
  /** Puts an invalid message on a queue. */
  putGarbage(queue: string): Promise<void>;
  /** Takes a message off a queue and returns the simple name of its event, as programs of others read it. */
  takeEventName(queue: string): Promise<unknown>;
  /** Environment for `crashing-consumer.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the queues of a test. */
  remove(queues: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** A bus for one test, with two queues of its own that are bound to one type of its own. */
export type BusFixture<D extends Driver = Driver> = {
  driver: D;
  bus: EventBus;
  queue: string;
  other: string;
  type: string;
  /** Connects another bus, as another process does, and closes it after the test. */
  connect(options?: Parameters<D['connect']>[0]): Promise<EventBus>;
};

/** Creates a fixture for each test of the surrounding `describe` and cleans up after it. */
export function useBusFixture<D extends Driver>(open: () => Promise<D>): BusFixture<D> {
  const fixture = {} as BusFixture<D>;
  const buses: EventBus[] = [];

  fixture.connect = async (options) => {
    const { driver, queue, other, type } = fixture;
    const connected = await driver.connect(options);
    buses.push(connected);
    await connected.declare({ [queue]: [type], [other]: [type] });
    return connected;
  };
  beforeAll(async () => {
    fixture.driver = await open();
  });
  afterAll(() => fixture.driver.close());
  beforeEach(async () => {
    const run = randomUUID().slice(0, 8);
    fixture.queue = `test.${run}.one`;
    fixture.other = `test.${run}.two`;
    fixture.type = `thing${run}.happened.v1`;
    fixture.bus = await fixture.connect();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((one) => one.close()));
    await fixture.driver.remove([fixture.queue, fixture.other]);
  });
  return fixture;
}

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

/** Whether the bus accepts the message. A bus that did not confirm it in time may have stored it all the same. */
const accepts = (bus: EventBus, sent: Message): Promise<boolean> =>
  bus.publish(sent).then(
    () => true,
    () => false,
  );

/** Publishes a message until the bus accepts it. It may arrive more than once. */
export const publishUntilAccepted = (bus: EventBus, sent: Message): Promise<boolean> =>
  until('the bus to accept a message', () => accepts(bus, sent));

/** A promise that a test resolves: handlers wait for it instead of a time. */
export function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}
